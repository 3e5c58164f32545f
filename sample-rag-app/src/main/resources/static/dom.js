// How the page is built. Text of users, documents and models becomes text nodes, never HTML.

export const $ = id => document.getElementById(id);

/** An element with attributes, listeners (onclick: f) and children. Strings become text; null and false are left out. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter(child => child != null && child !== false));
  return node;
}

export const button = (text, onclick, attributes = {}) => el("button", { type: "button", class: "link", onclick, ...attributes }, text);

/** A name in which characters that reorder its letters are visible. */
export const plain = text => text.replace(/[\p{Bidi_Control}\p{Cc}]/gu, "\uFFFD");

/** The same as an element whose direction does not affect its neighbours. */
export const named = text => el("bdi", {}, plain(text));

/** The text as nodes, with the ranges ([begin, end] in UTF-16 units, in order) in <mark>. */
export function marked(text, ranges) {
  const nodes = [];
  let end = 0;
  for (const [from, to] of ranges) {
    if (from < end || to > text.length || from >= to) continue;
    nodes.push(text.slice(end, from), el("mark", {}, text.slice(from, to)));
    end = to;
  }
  return [...nodes, text.slice(end)];
}

/** A click that does not ask the browser for a new tab runs the action instead of the link. */
export const follow = action => event => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  action();
};

/** Tells screen readers what has changed. */
export function announce(text) {
  $("announcer").textContent = text;
}
