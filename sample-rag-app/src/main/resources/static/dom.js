// What the other modules build the page with. Everything that comes from a user, a document or a chat model goes into the page
// as text, never as HTML.

export const $ = id => document.getElementById(id);

/** An element with attributes, listeners (onclick: f) and children; strings become text. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter(child => child != null && child !== false));
  return node;
}

const paths = {
  bin: "M4 7h16M10 11v6m4-6v6M6 7l1 13h10l1-13M9 7V4h6v3",
  cross: "M6 6l12 12M18 6L6 18",
  again: "M5 12a7 7 0 1 1 2.2 5.1M5 17v-5h5",
  stop: "M7 7h10v10H7z",
  find: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
  up: "M6 15l6-6 6 6",
  down: "M6 9l6 6 6-6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [k, v] of Object.entries({ viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": true })) svg.setAttribute(k, v);
  for (const [k, v] of Object.entries({ d: paths[name], fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" })) path.setAttribute(k, v);
  svg.append(path);
  return svg;
}

/** The text as nodes, with the ranges ([start, end] in UTF-16 units, in order) in <mark>. */
export function marked(text, ranges = []) {
  const nodes = [];
  let end = 0;
  for (const [from, to] of ranges) {
    if (from < end || to > text.length || from >= to) continue;
    nodes.push(text.slice(end, from), el("mark", {}, text.slice(from, to)));
    end = to;
  }
  nodes.push(text.slice(end));
  return nodes;
}

/** Tells those who cannot see what has changed. */
export function announce(text) {
  $("announcer").textContent = text;
}
