// Keeps the panes as the desk is: listens for news, loads anew what changed, and puts findings where they belong.
(() => {
  "use strict";
  const by = (id) => document.getElementById(id);
  const panes = [...document.querySelectorAll(".pane")].map((pane) => ({ form: pane.dataset.form, pane, frame: pane.querySelector("iframe") }));
  const COLOURS = { blocks: "#a3271a", warns: "#8a5d00", hints: "#2b5a86" };
  let scene = JSON.parse(by("scene").textContent);

  // Styles are set one by one: the previewed page's own policy allows no others.
  const styled = (node, styles) => { for (const [name, value] of Object.entries(styles)) node.style.setProperty(name, value); return node; };

  const note = (doc, finding) => {
    const box = styled(doc.createElement("aside"), {
      "margin": "8px 0", "padding": "6px 10px", "border-left": "5px solid " + COLOURS[finding.level], "background": "#fff8d8",
      "color": "#1c1a17", "font": "14px/1.45 system-ui, sans-serif", "text-align": "left",
    });
    const level = doc.createElement("b");
    level.textContent = finding.level + ": ";
    box.className = "roundup-finding";
    box.append(level, finding.message, doc.createElement("br"), finding.remedy);
    return box;
  };

  const placeIn = (doc, anchor) => {
    if (anchor === "intro") return doc.querySelector(".intro") || doc.querySelector("h1");
    if (anchor === "sign-off") return doc.querySelector(".sign-off") || doc.querySelector("main");
    return (anchor && doc.getElementById(anchor)) || doc.querySelector("h1");
  };

  const annotate = ({ form, frame }) => {
    const doc = frame.contentDocument;
    if (form !== "page" || !doc || !doc.body) return;
    doc.querySelectorAll(".roundup-finding").forEach((old) => old.remove());
    for (const place of scene.places) {
      const where = placeIn(doc, place.anchor);
      if (!where) continue;
      const notes = place.findings.map((finding) => note(doc, finding));
      if (where.tagName === "H1") where.after(...notes); else if (where.tagName === "MAIN") where.append(...notes); else where.prepend(...notes);
    }
  };

  const reload = (each) => {
    const view = each.frame.contentWindow;
    const top = view ? view.scrollY : 0;
    each.frame.addEventListener("load", () => { each.frame.contentWindow.scrollTo(0, top); annotate(each); }, { once: true });
    each.frame.src = "/form/" + each.form + "?" + scene.version;
  };

  const show = () => {
    by("title").textContent = scene.title || "Preview";
    by("facts").textContent = scene.facts;
    document.title = "Preview: " + scene.title;
    by("error").hidden = !scene.error;
    by("wrong").textContent = scene.error;
    by("hint").textContent = scene.hint;
    const items = [];
    for (const place of scene.places) for (const finding of place.findings) items.push(listed(place.anchor, finding));
    if (!items.length) { const fine = document.createElement("p"); fine.textContent = "Fit to publish."; items.push(fine); }
    by("places").replaceChildren(...items);
  };

  const listed = (anchor, finding) => {
    const item = document.createElement("p");
    item.className = finding.level;
    const level = document.createElement("b");
    level.textContent = finding.level;
    const there = document.createElement("button");
    there.type = "button";
    there.textContent = finding.where;
    there.addEventListener("click", () => panes.filter((each) => each.form === "page").forEach((each) => {
      const doc = each.frame.contentDocument;
      const where = doc && placeIn(doc, anchor);
      if (where) where.scrollIntoView({ block: "center" });
    }));
    const remedy = document.createElement("small");
    remedy.textContent = finding.remedy;
    item.append(level, " ", there, document.createElement("br"), finding.message, document.createElement("br"), remedy);
    return item;
  };

  const news = async (version) => {
    by("state").textContent = "";
    if (version === scene.version) return;
    const before = scene.forms;
    const answer = await fetch("/scene.json", { cache: "no-store" });
    scene = await answer.json();
    show();
    for (const each of panes) {
      each.pane.hidden = !(each.form in scene.forms);
      if (scene.forms[each.form] && scene.forms[each.form] !== before[each.form]) reload(each); else annotate(each);
    }
    by("state").textContent = "shown anew";
  };

  for (const each of panes) {
    each.frame.addEventListener("load", () => annotate(each), { once: true });
    annotate(each);
  }
  show();
  const source = new EventSource("/events");
  source.onmessage = (event) => { news(event.data).catch(() => {}); };
  source.onerror = () => { by("state").textContent = "the preview has ended, or is starting again"; };
})();
