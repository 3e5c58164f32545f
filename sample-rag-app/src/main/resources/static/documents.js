// The documents, and the files on their way to becoming one.

import { address, changed } from "./address.js";
import { call, load, server, upload } from "./api.js";
import { $, announce, button, el, follow, named, plain } from "./dom.js";
import { openDocument, titleOf } from "./passages.js";
import { day, explain, megabytes, t } from "./words.js";

const AT_ONCE = 2; // uploads
const OFFICE = /\.(docx?|odt|rtf|xlsx?|ods|pptx?|odp)$/i;

let files = []; // not yet on the server: { file, state: waiting | sending | saving | unchanged | failed, part, problem, stop }
let changedDocuments = () => {}; // tells the rest of the page
let timer;

const isRunning = ({ state }) => ["waiting", "reading", "embedding"].includes(state);

// ---------------------------------------------------------------- uploads

/** Why the server would refuse the file; null if it would not. */
function refusal(file) {
  const { endings, maxFileBytes } = server.status;
  if (!endings.some(ending => file.name.toLowerCase().endsWith(ending))) return OFFICE.test(file.name) ? "office-missing" : "unsupported";
  return file.size > maxFileBytes ? "too-large" : file.size === 0 ? "empty" : null;
}

function add(chosen) {
  const entries = [...chosen].map(file => ({ file, state: "waiting", part: 0, stop: new AbortController() }));
  for (const entry of entries) {
    entry.problem = refusal(entry.file);
    if (entry.problem) entry.state = "failed";
  }
  files = [...entries, ...files];
  sendNext();
}

function sendNext() {
  draw();
  const waiting = files.filter(entry => entry.state === "waiting");
  const underWay = files.filter(entry => entry.state === "sending" || entry.state === "saving");
  waiting.reverse().slice(0, Math.max(0, AT_ONCE - underWay.length)).forEach(send);
}

async function send(entry) {
  entry.state = "sending";
  draw();
  try {
    const [taken] = await upload(entry.file, entry.stop.signal, part => {
      Object.assign(entry, { part, state: part < 1 ? "sending" : "saving" });
      draw();
    });
    if (taken?.outcome === "unchanged") entry.state = "unchanged";
    else drop(entry);
  } catch (problem) {
    if (problem.name === "AbortError") drop(entry);
    else Object.assign(entry, { state: "failed", problem: problem.code, retryable: problem.status >= 500 || !problem.status });
  }
  await refresh();
  sendNext();
}

function drop(entry) {
  files = files.filter(other => other !== entry);
  draw();
}

function fileRow(entry) {
  const { file, state, part, problem, retryable, stop } = entry;
  const again = () => { Object.assign(entry, { state: "waiting", part: 0, stop: new AbortController() }); sendNext(); };
  const going = state === "sending" || state === "saving";
  return row(file.name, el("b", {}, named(file.name)), state, state === "failed" ? explain(problem) : t.state[state], going && [part, 1], [
    retryable && state === "failed" && [t.again, again],
    going || state === "waiting" ? [t.cancel, () => { stop.abort(); drop(entry); }] : [t.dismiss, () => drop(entry)]]);
}

// ---------------------------------------------------------------- the list

/** One row: actions are [text, function or address]. */
function row(key, head, state, text, progress, actions) {
  return el("li", { class: state, "data-key": key }, el("div", {}, head, el("small", {}, text),
    progress && el("progress", { value: progress[0], max: progress[1], "aria-label": plain(key) })),
    el("span", { class: "actions" }, ...actions.filter(Boolean).map(([label, action]) => typeof action === "string"
      ? el("a", { class: "link", href: action, "aria-label": `${label}: ${plain(key)}` }, label)
      : button(label, action, { "aria-label": `${label}: ${plain(key)}` }))));
}

function documentRow(document) {
  const { id, name, state, problem, retryable, done, total, chunks, uploadedAt } = document;
  const title = named(titleOf(document));
  const open = el("a", { class: "open", href: changed({ open: id }), onclick: follow(() => openDocument({ open: id })) }, title);
  const facts = [plain(name), ...(state === "stored" ? [t.chunks(chunks)] : []), day(uploadedAt)].join(" · ");
  const text = state === "failed" ? explain(problem) : state === "embedding" ? t.embedding(done, total) : t.state[state];
  return row(name, chunks > 0 ? open : el("b", {}, title), state,
    el("bdi", {}, facts, text && el("span", { class: "state" }, text, chunks > 0 && state !== "stored" && ` ${t.oldVersion}`)),
    state === "embedding" && [done, total], [
      chunks > 0 && [t.search, `./?document=${encodeURIComponent(id)}`],
      (retryable || state === "cancelled") && [t.again, () => act(`${id}/retry`, "POST")],
      isRunning(document) ? [t.cancel, () => act(`${id}/cancel`, "POST")] : [t.remove, () => remove(document)]]);
}

/** Draws the list, and keeps the focus on the same action. */
export function draw() {
  if (!server.status) return;
  const { endings, maxFileBytes } = server.status;
  const focused = document.activeElement?.ariaLabel;
  const wanted = $("document-search").value.trim().toLocaleLowerCase("tr");
  const shown = server.documents.filter(each => `${each.title ?? ""} ${each.name}`.toLocaleLowerCase("tr").includes(wanted));
  $("files").accept = endings.join(",");
  $("limits").textContent = t.limits(endings.map(ending => ending.slice(1).toUpperCase()).join(", "), megabytes(maxFileBytes));
  $("document-count").textContent = server.documents.length;
  $("documents").replaceChildren(...files.map(fileRow), ...shown.map(documentRow));
  $("no-documents").hidden = files.length + shown.length > 0;
  $("no-documents").replaceChildren(server.documents.length ? t.noMatch : t.noDocuments,
    server.documents.length ? "" : button(t.uploadDocument, () => $("files").click(), { class: "button primary" }));
  if (focused) [...$("documents").querySelectorAll("button, a")].find(node => node.ariaLabel === focused)?.focus();
  if (address().view === "documents") document.title = `${t.tabDocuments} · Magibu`;
}

/** Asks for the documents now, and again each second while one of them is being processed. */
export async function refresh() {
  clearTimeout(timer);
  const before = new Map(server.documents.map(document => [document.id, document]));
  try {
    const documents = await load("api/documents");
    const same = JSON.stringify(documents) === JSON.stringify(server.documents);
    server.documents = documents;
    $("problem").hidden = true;
    if (!same) changedDocuments();
    for (const each of documents.filter(each => before.has(each.id) && isRunning(before.get(each.id)) && !isRunning(each))) {
      announce(each.state === "failed" ? `${plain(each.name)}: ${explain(each.problem)}` : t.stored(plain(each.name)));
    }
  } catch (problem) {
    fail(problem);
  }
  draw();
  if (server.documents.some(isRunning)) timer = setTimeout(refresh, 1000);
}

export function fail(problem) {
  $("problem").hidden = false;
  $("problem").replaceChildren(`${explain(problem.code)} `, button(t.again, () => location.reload()));
}

async function act(path, method) {
  try {
    await call(`api/documents/${path}`, { method });
  } catch (problem) {
    if (!["not-found", "not-running"].includes(problem.code)) return fail(problem);
  }
  await refresh();
}

function remove(document) {
  $("confirm-text").textContent = t.confirm(plain(titleOf(document)));
  $("confirm").returnValue = "";
  $("confirm").onclose = () => { if ($("confirm").returnValue === "delete") act(document.id, "DELETE"); };
  $("confirm").showModal();
}

export function startDocuments(onChange) {
  changedDocuments = onChange;
  $("document-search").addEventListener("input", draw);
  $("files").addEventListener("change", event => { add(event.target.files); event.target.value = ""; });
  for (const name of ["dragover", "dragleave", "drop"]) {
    $("drop").addEventListener(name, event => {
      event.preventDefault();
      $("drop").classList.toggle("over", name === "dragover");
      if (name === "drop") add(event.dataTransfer.files);
    });
  }
  addEventListener("beforeunload", event => { if (files.some(entry => ["waiting", "sending"].includes(entry.state))) event.preventDefault(); });
}
