// Looks through the words of all editions, a file a year, the newest first. Nothing is sent anywhere.
(() => {
  "use strict";
  const STEP = 40;
  const form = document.getElementById("search");
  const input = document.getElementById("words");
  const status = document.getElementById("status");
  const list = document.getElementById("found");
  const more = document.getElementById("more");
  const years = form.dataset.years.split(" ").filter((year) => /^[\w-]+$/.test(year));
  const docs = [];
  let next = 0, failed = 0, shown = STEP, timer = 0;

  // Case, accents and the shapes of quotation marks and dashes make no difference.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[\u2018\u2019\u02bc]/g, "'").replace(/[\u201c\u201d]/g, '"').replace(/[\u2010-\u2015]/g, "-").replace(/\s+/g, " ");

  window.roundupYear = (editions) => {
    for (const [folder, date, title, words, picks] of editions) {
      docs.push({ head: fold(title + " " + date), body: fold(words), title, note: "edition of " + date, words, href: folder + "/index.html" });
      picks.forEach(([post, byline, blog, tags, text], at) => {
        const by = blog && blog !== byline ? byline + ", " + blog : byline;
        docs.push({
          head: fold([post, byline, blog, tags].join(" ")), body: fold(text), title: post, words: text,
          note: (by ? by + " · " : "") + "edition of " + date, href: folder + "/index.html#pick-" + (at + 1),
        });
      });
    }
  };

  const load = () => {
    if (next >= years.length) return;
    const script = document.createElement("script");
    script.src = "search/" + years[next] + ".js";
    next += 1;
    script.onerror = () => { failed += 1; loaded(); };
    script.onload = loaded;
    document.head.append(script);
  };
  const loaded = () => { search(); load(); };

  const wanted = () => [...fold(input.value).matchAll(/"([^"]+)"?|([^\s"]+)/g)].map((m) => (m[1] || m[2]).trim()).filter(Boolean).slice(0, 20);

  const search = () => {
    const terms = wanted();
    const hits = [];
    if (terms.length) {
      for (const doc of docs) {
        let score = 0;
        const all = terms.every((term) => {
          const head = doc.head.includes(term);
          score += head ? 1 : 0;
          return head || doc.body.includes(term);
        });
        if (all) hits.push([score, doc]);
      }
      hits.sort((a, b) => b[0] - a[0]);
    }
    list.replaceChildren(...hits.slice(0, shown).map(([, doc]) => entry(doc, terms)));
    more.hidden = hits.length <= shown;
    const looking = next < years.length || docs.length === 0 && !failed;
    const found = terms.length ? (hits.length || "Nothing") + " found" : "";
    const rest = failed ? "; " + failed + " of " + years.length + " years could not be read" : looking && terms.length ? " so far" : "";
    status.textContent = found + rest;
  };

  const entry = (doc, terms) => {
    const item = document.createElement("li");
    const cite = document.createElement("cite");
    const link = document.createElement("a");
    link.href = doc.href;
    link.append(...marked(doc.title, terms));
    cite.append(link);
    const note = document.createElement("span");
    note.className = "source";
    note.append(...marked(doc.note, terms));
    const passage = document.createElement("span");
    passage.className = "passage";
    passage.dir = "auto";
    passage.append(...marked(around(doc, terms), terms));
    item.append(cite, " ", note, " ", passage);
    return item;
  };

  // Folded text may be longer or shorter than what was folded, so hits are looked for again in the text itself.
  const places = (text, terms) => {
    const from = [];
    let folded = "";
    let at = 0;
    for (const character of text) {
      const piece = fold(character);
      for (let i = 0; i < piece.length; i += 1) from.push(at);
      folded += piece;
      at += character.length;
    }
    from.push(at);
    const found = [];
    for (const term of terms) {
      for (let i = folded.indexOf(term); i >= 0 && found.length < 50; i = folded.indexOf(term, i + term.length)) {
        found.push([from[i], Math.max(from[i + term.length], from[i] + 1)]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  };

  // Where a hit is in the folded text, it is nearly in the text itself: near enough to begin reading there.
  const around = (doc, terms) => {
    const hits = terms.map((term) => doc.body.indexOf(term)).filter((at) => at >= 0);
    const begin = hits.length ? Math.min(...hits) - 80 : 0;
    const start = begin > 0 ? doc.words.indexOf(" ", begin) + 1 : 0;
    const rest = doc.words.slice(start);
    const cut = rest.length > 240 ? rest.lastIndexOf(" ", 240) : -1;
    return (start ? "… " : "") + (rest.length > 240 ? rest.slice(0, cut > 120 ? cut : 240) + " …" : rest);
  };

  const marked = (text, terms) => {
    const nodes = [];
    let done = 0;
    for (const [begin, end] of places(text, terms)) {
      if (begin < done) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(begin, end);
      nodes.push(text.slice(done, begin), mark);
      done = end;
    }
    nodes.push(text.slice(done));
    return nodes;
  };

  const changed = () => {
    shown = STEP;
    const url = new URL(location.href);
    if (input.value) url.searchParams.set("q", input.value); else url.searchParams.delete("q");
    try { history.replaceState(null, "", url); } catch { /* some browsers refuse this for files on disk */ }
    search();
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(changed, 120); });
  more.addEventListener("click", () => { shown += STEP; search(); list.children[shown - STEP]?.querySelector("a").focus(); });
  form.hidden = false;
  input.value = new URL(location.href).searchParams.get("q") || "";
  load();
})();
