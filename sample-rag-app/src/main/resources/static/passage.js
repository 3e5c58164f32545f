// A passage as a card, and the document that it stands in.

import { call } from "./api.js";
import { address, amend, canGoBack, changed, go } from "./address.js";
import { $, el, icon, marked } from "./dom.js";
import { day, explain, language, number, onLanguage, t } from "./words.js";

/** A list of passages, in their order. */
export function passageList(passages) {
  return el("ol", { class: "passages" }, ...passages.map(card));
}

function card(passage) {
  const { number: n, similarity, foundBy, documentId, source, title, tags, firstChunk, lastChunk, start, end, text, highlights } = passage;
  return el("li", { class: "passage", "data-number": n },
    el("header", {},
      el("span", { class: "number", "aria-hidden": "true" }, String(n)),
      el("h3", {}, el("a", { class: "open", href: changed({ open: documentId, start, end }), onclick: event => follow(event, passage) }, title)),
      similarity != null && el("span", { class: "score", title: t.similarity },
        el("progress", { class: "meter", max: "1", value: String(Math.max(0, similarity)), "aria-label": t.similarity }),
        number(similarity, 2))),
    el("p", { class: "source" },
      el("span", {}, `${source} · ${t.chunk(firstChunk + 1, lastChunk + 1)}`),
      ...foundBy.map(way => el("span", { class: "way" }, t.foundBy[way] ?? way)),
      ...tags.map(tag => el("span", { class: "tag" }, tag))),
    excerpt(text, highlights));
}

/** The text, which in short begins with the sentence that has the first of the question's words. */
function excerpt(text, highlights) {
  const first = highlights[0]?.[0] ?? 0;
  const start = first < 200 ? 0 : Math.max(first - 120, text.slice(0, first).search(/[^.!?\n]*$/));
  return start === 0 ? el("p", { class: "text short" }, ...marked(text, highlights))
    : el("p", { class: "text short cut" }, el("span", { class: "before" }, text.slice(0, start)),
      el("span", {}, ...marked(text.slice(start), highlights.map(([from, to]) => [from - start, to - start]))));
}

/** A way to the whole text where it is cut. The cards must be in the page: only there a text has a height. */
export function addToggles(root) {
  for (const text of root.querySelectorAll(".text.short")) {
    const item = text.closest(".passage");
    if (!item.querySelector(".toggle") && (text.scrollHeight > text.clientHeight + 2 || text.classList.contains("cut"))) {
      item.append(el("button", { class: "link toggle", type: "button", "aria-expanded": "false", onclick: () => showWhole(item, text.classList.contains("short")) }, t.whole));
    }
  }
}

function showWhole(item, whole) {
  item.querySelector(".text").classList.toggle("short", !whole);
  const toggle = item.querySelector(".toggle");
  if (!toggle) return;
  toggle.textContent = whole ? t.less : t.whole;
  toggle.setAttribute("aria-expanded", String(whole));
}

/** Shows the passage of this number in the list, all of it. */
export function point(list, n) {
  const item = list.querySelector(`[data-number="${n}"]`);
  for (const other of document.querySelectorAll(".cited")) other.classList.remove("cited");
  showWhole(item, true);
  item.classList.add("cited");
  item.scrollIntoView({ behavior: "smooth", block: "center" });
  item.querySelector(".open").focus({ preventScroll: true });
}

/** The passage after (1) or before (-1) the one that has the focus, of all that are shown. */
export function step(by) {
  const all = [...document.querySelectorAll(".passage .open")].filter(link => link.offsetParent);
  const now = all.findIndex(link => link.closest(".passage").contains(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : -1) : now + by;
  if (next < 0) return $("question").focus();
  all[Math.min(next, all.length - 1)]?.focus();
  document.activeElement.closest(".passage")?.scrollIntoView({ block: "nearest" });
}

// ---------------------------------------------------------------- the document

let shown = null; // { details, start, end, words: the question's words, as ranges in the document's text }
let words = [];

function follow(event, { documentId, start, end, highlights }) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return; // a tab of its own
  event.preventDefault();
  openDocument(documentId, start, end, highlights.map(([from, to]) => [start + from, start + to]));
}

/** Opens a document with a passage of it marked. */
export function openDocument(id, start, end, found = []) {
  words = found;
  go({ open: id, start, end });
  showOpen();
}

/** Shows the document that the address names, or none. */
export async function showOpen() {
  const { open } = address();
  const dialog = $("reader");
  if (!open) {
    shown = null; // the next time there may be another text under this id
    dialog.close();
    return;
  }
  if (!dialog.open) dialog.showModal();
  if (shown?.details.id !== open) {
    shown = null;
    $("reader-head").replaceChildren(el("h2", { id: "reader-title" }, t.reader));
    $("reader-text").replaceChildren(el("div", { class: "skeleton" }));
    $("reader-foot").hidden = true;
    try {
      const details = await call(`api/documents/${encodeURIComponent(open)}`);
      if (address().open !== open) return; // closed meanwhile, or another one
      shown = { details };
    } catch (problem) {
      if (address().open !== open) return;
      $("reader-text").replaceChildren(el("p", { class: "error", role: "alert" }, [400, 404].includes(problem.details?.status) ? t.gone : explain(problem)));
      return;
    }
  }
  const { start, end } = address();
  const first = shown.details.chunks[0];
  Object.assign(shown, { start: start ?? first?.start ?? 0, end: end ?? first?.end ?? 0 });
  draw();
}

function draw() {
  const { details, start, end } = shown;
  const { title, source, tags, chunkCount, storedAt, text, chunks } = details;
  $("reader-head").replaceChildren(
    el("h2", { id: "reader-title", lang: "und" }, title),
    el("p", { class: "source" }, el("span", {}, `${source} · ${t.chunks(chunkCount)} · ${day(storedAt)}`), ...tags.map(tag => el("span", { class: "tag" }, tag))));
  const inside = words.filter(([from, to]) => from >= start && to <= end).map(([from, to]) => [from - start, to - start]);
  const here = el("span", { class: "here", id: "here" }, ...marked(text.slice(start, end), inside));
  $("reader-text").replaceChildren(el("div", { class: "whole" }, text.slice(0, start), here, text.slice(end)));
  here.scrollIntoView({ block: "center" });
  const before = neighbour(-1);
  const after = neighbour(1);
  const now = chunks.findIndex(chunk => chunk.start >= start);
  $("reader-foot").hidden = chunks.length < 2;
  $("reader-place").textContent = t.place(now + 1, chunks.length);
  $("reader-previous").disabled = !before;
  $("reader-next").disabled = !after;
  $("reader-inside").href = new URL(`?document=${details.id}`, location.href.split("?")[0]).href;
}

/** The nearest chunk that begins before the passage, or ends after it. */
function neighbour(by) {
  const { details, start, end } = shown;
  return by > 0 ? details.chunks.find(chunk => chunk.start > start && chunk.end > end) : details.chunks.findLast(chunk => chunk.start < start);
}

function turn(by) {
  const chunk = shown && neighbour(by);
  if (!chunk) return;
  amend({ start: chunk.start, end: chunk.end });
  Object.assign(shown, { start: chunk.start, end: chunk.end });
  draw();
}

function closeDocument() {
  if (!address().open) return;
  if (canGoBack()) history.back();
  else { amend({ open: null }); showOpen(); }
}

export function startReader() {
  for (const [id, name, by] of [["reader-previous", "up", -1], ["reader-next", "down", 1]]) {
    $(id).prepend(icon(name));
    $(id).addEventListener("click", () => turn(by));
  }
  $("reader-inside").prepend(icon("find"));
  $("reader-close").append(icon("cross"));
  $("reader-close").addEventListener("click", closeDocument);
  $("reader").addEventListener("cancel", event => { event.preventDefault(); closeDocument(); });
  $("reader").addEventListener("click", event => { if (event.target === $("reader")) closeDocument(); });
  $("reader").addEventListener("keydown", event => {
    if (event.key === "j" || event.key === "k") { event.preventDefault(); turn(event.key === "j" ? 1 : -1); }
  });
  onLanguage(() => { if (shown && $("reader").open) draw(); });
}
