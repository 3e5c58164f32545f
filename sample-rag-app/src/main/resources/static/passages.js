// A passage as a card, and the document that contains it.
import { address, amend, canGoBack, changed, go } from "./address.js";
import { call, server } from "./api.js";
import { $, button, el, fill, follow, marked, named, plain } from "./dom.js";
import { day, explain, t } from "./words.js";

export const documentOf = id => server.documents.find(document => document.id === id);
export const titleOf = document => plain(document?.title || document?.name || t.document);
/** The place of a passage in the form of the address. */
export const placeOf = ({ documentId: open, start, end, part, lastPart }) => ({ open, start, end, part: part === lastPart ? part : "" });
const move = (ranges, by) => ranges.map(([begin, end]) => [begin + by, end + by]);
export const passageList = passages => el("ol", { class: "passages" }, ...passages.map(passage => {
  const { number, documentId, title, part, lastPart, match, text, highlights, start } = passage;
  const place = [documentOf(documentId)?.name, t.place(part, lastPart)].filter(Boolean).join(" · ");
  const onclick = follow(() => openDocument(placeOf(passage), move(highlights, start)));
  return el("li", { class: "passage", "data-number": number },
    el("h3", {}, el("span", { class: "number", "aria-hidden": "true" }, String(number)),
      el("a", { class: "open", href: changed(placeOf(passage)), onclick }, named(title))),
    el("p", { class: "source" }, named(place), match && el("span", { class: `match ${match}` }, t[match])),
    ...excerpt(text, highlights));
}));
/** The text. A long text is folded and starts near the first of the question's words. */
function excerpt(text, highlights) {
  const first = highlights[0]?.[0] ?? 0, all = el("p", { class: "text" });
  const start = first < 200 ? 0 : Math.max(first - 120, text.slice(0, first).search(/[^.!?\n]*$/));
  const toggle = button("", () => show(all.classList.contains("short")), { class: "link toggle" });
  const show = whole => {
    const from = whole ? 0 : start;
    fill(all, from && "… ", ...marked(text.slice(from), move(highlights, -from)));
    all.classList.toggle("short", !whole);
    toggle.textContent = whole ? t.less : t.whole;
    toggle.ariaExpanded = String(whole);
  };
  show(text.length < 300);
  return text.length < 300 ? [all] : [all, toggle];
}
/** Shows the passage with this number, unfolded. */
export function point(list, number) {
  const item = list.querySelector(`[data-number="${number}"]`);
  if (item.closest("details")) item.closest("details").open = true;
  item.querySelector(".toggle[aria-expanded=false]")?.click();
  item.scrollIntoView({ block: "center" });
  item.querySelector(".open").focus({ preventScroll: true });
}
/** Moves the focus to the passage after (1) or before (-1) the current one. */
export function step(by) {
  const links = [...document.querySelectorAll(".passage .open")].filter(link => link.checkVisibility());
  const next = links.findIndex(link => link.closest(".passage").contains(document.activeElement)) + by;
  (next < 0 ? $("question") : links[Math.min(next, links.length - 1)])?.focus();
}
let words = []; // the question's words in the opened passage, as ranges in the document's text
let read = null; // the document that was read last: { id, text }
export function openDocument(place, highlights = []) {
  words = highlights;
  go({ start: "", end: "", part: "", ...place });
  showOpen();
}
/** Shows the document that the address names, or none. */
export async function showOpen() {
  const { open, start, end, part } = address(), known = documentOf(open), id = encodeURIComponent(open);
  if (!open) return $("reader").close();
  if (!$("reader").open) $("reader").showModal();
  fill($("reader-head"), el("h2", { id: "reader-title" }, named(titleOf(known))),
    known && el("p", { class: "source" }, named(`${known.name} · ${t.chunks(known.chunks)} · ${day(known.uploadedAt)}`)));
  fill($("reader-foot"), part && known && el("span", {}, t.of(part, known.chunks)),
    el("a", { class: "button", href: `./?document=${id}` }, t.inside),
    el("a", { class: "button", href: `api/documents/${id}/file`, download: true }, t.download));
  try {
    if (read?.id !== open) fill($("reader-text"));
    if (read?.id !== open) read = { id: open, text: await (await call(`api/documents/${id}/text`)).text() };
    if (address().open === open) drawText(read.text, Number(start), Number(end));
  } catch ({ code }) {
    const said = code === "bad-request" ? "not-found" : code; // an invalid identifier
    if (address().open === open) fill($("reader-text"), el("p", { class: "error", role: "alert" }, explain(said)));
  }
}
/** Marks the passage line by line, so that blank lines stay blank. A passage that is the whole text is not marked. */
function drawText(text, start, end) {
  const whole = !end || (text.slice(0, start) + text.slice(end)).trim() === "";
  const lines = [...text.slice(start, end).matchAll(/.*\S|\s+/g)].map(({ 0: line, index }) =>
    line.trim() ? el("span", { class: "here" }, ...marked(line, move(words, -start - index))) : line);
  fill($("reader-text"), ...whole ? marked(text, words) : [text.slice(0, start), ...lines, text.slice(end)]);
  $("reader-text").scrollTop = 0;
  $("reader-text").querySelector(whole ? "mark" : ".here")?.scrollIntoView({ block: "center" });
}
function closeDocument() {
  [words, read] = [[], null]; // the text may change until the next time
  if (canGoBack()) history.back(); else { amend({ open: "" }); showOpen(); }
}
export function startReader() {
  $("reader-close").addEventListener("click", closeDocument);
  $("reader").addEventListener("cancel", event => { event.preventDefault(); closeDocument(); });
  $("reader").addEventListener("click", event => { if (event.target === $("reader")) closeDocument(); });
}
