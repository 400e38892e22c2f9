// What readers of Ghost get of HTML that is sent with ?source=html: its own converters, asked line by line.
//   node convert.js FOLDER    a JSON string of HTML a line in, one of HTML a line out
// Ghost 5.130 keeps the renderers of cards in its core (services/koenig/node-renderers): those that HTML of ours becomes
// are said again here, as they are there.
const path = require('path');
const {createRequire} = require('module');

const ghosts = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));
const {htmlToLexical} = ghosts('@tryghost/kg-html-to-lexical');
const {DEFAULT_NODES} = ghosts('@tryghost/kg-default-nodes');
const LexicalHtmlRenderer = ghosts('@tryghost/kg-lexical-html-renderer');
const {JSDOM} = ghosts('jsdom');

const document = new JSDOM('').window.document;
const element = (name, fields = {}) => Object.assign(document.createElement(name), fields);

const nodeRenderers = {
    html: node => ({
        element: element('textarea', {value: `\n<!--kg-card-begin: html-->\n${node.html}\n<!--kg-card-end: html-->\n`}),
        type: 'value'
    }),
    horizontalrule: () => ({element: element('hr')}),
    codeblock: (node) => {
        const pre = element('pre');
        pre.append(element('code', {textContent: node.code}));
        return {element: pre};
    },
    image: (node) => {
        const figure = element('figure', {className: 'kg-card kg-image-card'});
        figure.append(element('img', {src: node.src, className: 'kg-image', alt: node.alt}));
        return {element: figure};
    }
};

const renderer = new LexicalHtmlRenderer({nodes: DEFAULT_NODES});

async function main() {
    for await (const line of require('readline').createInterface({input: process.stdin})) {
        const html = await renderer.render(JSON.stringify(htmlToLexical(JSON.parse(line))), {nodeRenderers});
        process.stdout.write(JSON.stringify(html) + '\n');
    }
}

main();
