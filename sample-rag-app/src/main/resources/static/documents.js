// The documents, and the files that are being uploaded.
import { address, changed } from "./address.js";
import { call, load, server, upload } from "./api.js";
import { $, announce, button, el, fill, follow, named, plain } from "./dom.js";
import { openDocument, titleOf } from "./passages.js";
import { day, explain, megabytes, t } from "./words.js";

const AT_ONCE = 2; // uploads
const SHOWN = [".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".txt", ".md", ".html", ".csv"]; // of the supported types
const OFFICE = /\.(docx?|odt|rtf|xlsx?|ods|pptx?|odp)$/i;
let files = []; // not yet on the server: { file, state, part, problem, retryable }
let changedDocuments, timer;
const isRunning = ({ state }) => ["waiting", "reading", "embedding"].includes(state);
const isGoing = ({ state }) => ["sending", "saving"].includes(state);
const isSaving = ({ name, state }) => state === "waiting" && files.some(({ file, state }) => state === "saving" && file.name === name);
/** Why the server would reject the file. */
function refusal({ name, size }) {
  const { endings, maxFileBytes } = server.status;
  if (!endings.some(ending => name.toLowerCase().endsWith(ending))) return OFFICE.test(name) ? "office-missing" : "unsupported";
  return size > maxFileBytes ? "too-large" : size ? null : "empty";
}
function add(chosen) {
  files.push(...[...chosen].map(file => ({ file, problem: refusal(file), state: refusal(file) ? "failed" : "waiting" })));
  sendNext();
}
function sendNext() {
  const free = Math.max(0, AT_ONCE - files.filter(isGoing).length);
  files.filter(entry => entry.state === "waiting").slice(0, free).forEach(send);
  draw();
}
async function send(entry) {
  Object.assign(entry, { state: "sending", part: 0, stop: new AbortController() });
  const onProgress = part => { Object.assign(entry, { part, state: part < 1 ? "sending" : "saving" }); draw(); };
  try {
    const [{ outcome }] = await upload(entry.file, entry.stop.signal, onProgress);
    if (outcome === "unchanged") entry.state = outcome; else files = files.filter(other => other !== entry);
  } catch ({ status, code }) {
    Object.assign(entry, { state: "failed", problem: code, retryable: status === 0 || status === 403 || status >= 500 });
  }
  await refresh();
  sendNext();
}
const drop = entry => { entry.stop?.abort(); files = files.filter(other => other !== entry); sendNext(); };
/** One row. The actions map texts to functions. */
function row(state, name, head, facts, text, progress, actions) {
  const [value, max] = progress || [], bar = progress && el("progress", { value, max, "aria-label": name });
  const buttons = Object.entries(actions).filter(([, action]) => action)
    .map(([label, action]) => button(label, action, { "aria-label": `${label}: ${name}` }));
  return el("li", { class: state }, el("div", {}, head, facts && el("small", {}, named(facts)),
    text && el("small", { class: "state" }, text), bar), el("p", { class: "actions" }, ...buttons));
}
function fileRow(entry) {
  const { file: { name }, state, part, problem, retryable } = entry, text = state === "failed" ? explain(problem) : t[state];
  const again = state === "failed" && retryable && (() => { entry.state = "waiting"; sendNext(); });
  const end = isGoing(entry) || state === "waiting" ? t.cancel : t.close, bar = isGoing(entry) && [part, 1];
  return row(state, plain(name), el("b", {}, named(name)), "", text, bar, { [t.again]: again, [end]: () => drop(entry) });
}
function documentRow(document) {
  const { id, name, state, problem, retryable, done, total, chunks, uploadedAt } = document;
  const open = { class: "open", href: changed({ open: id }), onclick: follow(() => openDocument({ open: id })) };
  const head = chunks ? el("a", open, named(titleOf(document))) : el("b", {}, named(titleOf(document)));
  const text = { stored: "", failed: explain(problem), embedding: t.embedding(done, total) }[state] ?? t[state];
  const facts = [titleOf(document) === plain(name) ? "" : name, state === "stored" && t.chunks(chunks), day(uploadedAt)].filter(Boolean).join(" · ");
  const again = (retryable || state === "cancelled") && (() => act(`${id}/retry`, "POST"));
  const end = isRunning(document) ? [t.cancel, () => act(`${id}/cancel`, "POST")] : [t.remove, () => remove(document)];
  return row(state, plain(name), head, facts, text && chunks ? `${text} · ${t.oldVersion}` : text,
    state === "embedding" && [done, total], { [t.again]: again, [end[0]]: end[1] });
}
/** Draws the list, and keeps the focus on the same action. */
export function draw() {
  const { status: { endings, maxFileBytes }, documents } = server, focused = document.activeElement?.ariaLabel;
  $("files").accept = endings.join(",");
  const kinds = SHOWN.filter(ending => endings.includes(ending)).map(ending => ending.slice(1).toUpperCase());
  fill($("limits"), t.limits(kinds.join(", "), megabytes(maxFileBytes)));
  fill($("document-count"), String(documents.filter(({ state }) => state === "stored").length));
  fill($("documents"), ...files.map(fileRow), ...documents.filter(each => !isSaving(each)).map(documentRow));
  $("no-documents").hidden = files.length + documents.length > 0;
  if (focused) [...$("documents").querySelectorAll("button, a")].find(node => node.ariaLabel === focused)?.focus();
  if (address().view === "documents") document.title = `${t.tabDocuments} · Magibu`;
}
/** Loads the documents now, and every second while one of them is being processed. */
export async function refresh() {
  clearTimeout(timer);
  const running = new Set(server.documents.filter(isRunning).map(({ id }) => id));
  const documents = await load("api/documents").catch(fail);
  if (documents) $("problem").hidden = true;
  server.documents = documents ?? server.documents;
  const ended = server.documents.filter(each => running.has(each.id) && !isRunning(each));
  const said = ({ name, state, problem }) => `${plain(name)}: ${state === "failed" ? explain(problem) : t[state]}`;
  if (ended.length) { announce(ended.map(said).join(" ")); changedDocuments(); }
  draw();
  if (server.documents.some(isRunning)) timer = setTimeout(refresh, documents ? 1000 : 5000);
}
export function fail({ code }) {
  fill($("problem"), explain(code), " ", button(t.again, () => location.reload()));
  $("problem").hidden = false;
}
async function act(path, method) {
  const problem = await call(`api/documents/${path}`, { method }).then(() => null, error => error);
  await refresh();
  if (problem && !["not-found", "not-running"].includes(problem.code)) fail(problem);
  changedDocuments();
}
const remove = document => confirm(t.confirm(titleOf(document))) && act(document.id, "DELETE");
export function startDocuments(onChange) {
  changedDocuments = onChange;
  $("upload").addEventListener("click", () => $("files").click());
  $("files").addEventListener("change", event => { add(event.target.files); event.target.value = ""; });
  $("drop").addEventListener("dragover", event => event.preventDefault());
  $("drop").addEventListener("drop", event => { event.preventDefault(); add(event.dataTransfer.files); });
  addEventListener("beforeunload", event => { if (files.some(isGoing)) event.preventDefault(); });
}
