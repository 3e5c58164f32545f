// A passage as a card, and the document that contains it.

import { address, amend, canGoBack, changed, go } from "./address.js";
import { call, server } from "./api.js";
import { $, button, el, follow, marked, named, plain } from "./dom.js";
import { day, explain, t } from "./words.js";

export const documentOf = id => server.documents.find(document => document.id === id);
export const titleOf = document => document.title || document.name;

/** Where a passage is in its document, as the address says it. */
export const placeOf = ({ documentId, start, end, part }) => ({ open: documentId, start, end, part });

export function passageList(passages) {
  return el("ol", { class: "passages" }, ...passages.map(passage => {
    const { number, documentId, title, part, parts, match, text, highlights } = passage;
    const link = el("a", { class: "open", href: changed(placeOf(passage)), onclick: follow(() => openPassage(passage)) }, named(title));
    const place = [documentOf(documentId)?.name, t.place(part, part + Math.max(parts, 1) - 1)].filter(Boolean).map(plain).join(" · ");
    return el("li", { class: "passage", "data-number": number },
      el("h3", {}, el("span", { class: "number", "aria-hidden": "true" }, String(number)), link),
      el("p", { class: "source" }, el("bdi", {}, place), match && el("span", { class: `match ${match}` }, t.match[match])),
      ...excerpt(text, highlights));
  }));
}

/** The text. A long one is folded, and then begins near the first of the question's words. */
function excerpt(text, highlights) {
  const first = highlights[0]?.[0] ?? 0;
  const start = first < 200 ? 0 : Math.max(first - 120, text.slice(0, first).search(/[^.!?\n]*$/));
  const all = el("p", { class: "text" });
  const toggle = button(t.whole, () => show(all.classList.contains("short")), { class: "link toggle" });
  const show = whole => {
    const from = whole ? 0 : start;
    all.replaceChildren(from ? "… " : "", ...marked(text.slice(from), highlights.map(range => range.map(at => at - from))));
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
  for (let node = item; node; node = node.parentElement) if (node.localName === "details") node.open = true;
  for (const other of document.querySelectorAll(".pointed")) other.classList.remove("pointed");
  item.querySelector(".toggle[aria-expanded=false]")?.click();
  item.classList.add("pointed");
  item.scrollIntoView({ block: "center" });
  item.querySelector(".open").focus({ preventScroll: true });
}

/** Moves the focus to the passage after (1) or before (-1) the present one. */
export function step(by) {
  const links = [...document.querySelectorAll(".passage .open")].filter(link => link.checkVisibility());
  const now = links.findIndex(link => link.closest(".passage").contains(document.activeElement));
  if (now + by < 0) return $("question").focus();
  links[Math.min(now + by, links.length - 1)]?.focus();
  document.activeElement.closest(".passage")?.scrollIntoView({ block: "nearest" });
}

// ---------------------------------------------------------------- the document

let words = []; // the question's words in the opened passage, as ranges in the document's text
let text = null; // of the opened document

function openPassage(passage) {
  words = passage.highlights.map(range => range.map(at => at + passage.start));
  openDocument(placeOf(passage));
}

export function openDocument(place) {
  go({ start: "", end: "", part: "", ...place });
  showOpen();
}

/** Shows the document that the address names, or none. */
export async function showOpen() {
  const { open, start, end, part } = address();
  const dialog = $("reader");
  if (!open) return dialog.close();
  if (!dialog.open) dialog.showModal();
  const known = documentOf(open);
  const total = known?.chunks ?? 0;
  $("reader-head").replaceChildren(el("h2", { id: "reader-title" }, named(known ? titleOf(known) : t.document)),
    known ? el("p", { class: "source" }, el("bdi", {}, `${plain(known.name)} · ${t.chunks(total)} · ${day(known.uploadedAt)}`)) : "");
  $("reader-foot").replaceChildren(part && total ? el("span", {}, t.of(part, total)) : "",
    el("a", { class: "button", href: `./?document=${encodeURIComponent(open)}` }, t.searchInside),
    el("a", { class: "button", href: `api/documents/${encodeURIComponent(open)}/file`, download: true }, t.download));
  $("reader-text").replaceChildren();
  try {
    if (text?.id !== open) text = { id: open, all: await (await call(`api/documents/${encodeURIComponent(open)}/text`)).text() };
    if (address().open === open) drawText(text.all, start === "" ? 0 : Number(start), Number(end));
  } catch (problem) {
    if (address().open !== open) return; // another document, or none
    const code = ["not-found", "bad-request"].includes(problem.code) ? "not-found" : problem.code;
    $("reader-text").replaceChildren(el("p", { class: "error", role: "alert" }, explain(code)));
  }
}

/** Marks the passage paragraph by paragraph, so that blank lines stay blank; a passage that is the whole text is not marked. */
function drawText(all, start, end) {
  const whole = !end || (all.slice(0, start) + all.slice(end)).trim() === "";
  const here = [];
  for (const { 0: line, index } of (whole ? all : all.slice(start, end)).matchAll(/.*\S|\s+/g)) {
    const from = (whole ? 0 : start) + index;
    const inside = words.filter(([begin, stop]) => begin >= from && stop <= from + line.length).map(range => range.map(at => at - from));
    here.push(line.trim() && !whole ? el("span", { class: "here" }, ...marked(line, inside)) : el("span", {}, ...marked(line, inside)));
  }
  $("reader-text").replaceChildren(whole ? "" : all.slice(0, start), ...here, whole ? "" : all.slice(end));
  const mark = $("reader-text").querySelector(whole ? "mark" : ".here");
  if (mark) mark.scrollIntoView({ block: "center" }); else $("reader-text").scrollTop = 0;
}

function closeDocument() {
  words = [];
  text = null; // the next time the document may have changed
  if (canGoBack()) history.back();
  else { amend({ open: "" }); showOpen(); }
}

export function startReader() {
  $("reader-close").addEventListener("click", closeDocument);
  $("reader").addEventListener("cancel", event => { event.preventDefault(); closeDocument(); });
  $("reader").addEventListener("click", event => { if (event.target === $("reader")) closeDocument(); });
}
