// Builds the page. Text of users, documents and models becomes text nodes, never HTML.
export const $ = id => document.getElementById(id);
/** An element with attributes, listeners (onclick: f) and children. Strings become text; null, "" and false are left out. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  fill(node, ...children);
  return node;
}
export const fill = (node, ...children) => node.replaceChildren(...children.filter(Boolean));
export const button = (text, onclick, more) => el("button", { type: "button", class: "link", onclick, ...more }, text);
/** A name in which the characters that reorder its letters are visible, and that does not reorder its neighbors. */
export const plain = text => (text ?? "").replace(/[\p{Bidi_Control}\p{Cc}]/gu, "\uFFFD");
export const named = text => el("bdi", {}, plain(text));
/** The text as nodes, with the ranges ([begin, end] in UTF-16 units, in order) in <mark>; ranges outside are left out. */
export function marked(text, ranges) {
  const all = ranges.filter(([from, to], i) => from >= (ranges[i - 1]?.[1] ?? 0) && from >= 0 && to <= text.length);
  const nodes = all.flatMap(([from, to], i) => [text.slice(all[i - 1]?.[1] ?? 0, from), el("mark", {}, text.slice(from, to))]);
  return [...nodes, text.slice(all.at(-1)?.[1] ?? 0)];
}
/** A click runs the action instead of the link, unless it opens a new tab. */
export const follow = action => event => event.metaKey || event.ctrlKey || event.shiftKey || (event.preventDefault(), action());
/** Tells screen readers what has changed. */
export const announce = text => { $("announcer").textContent = text; };
