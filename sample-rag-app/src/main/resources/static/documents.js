// The stored documents, and the files on their way to being one.

import { call, Problem, upload } from "./api.js";
import { changed } from "./address.js";
import { $, announce, el, icon } from "./dom.js";
import { openDocument } from "./passage.js";
import { day, explain, language, megabytes, onLanguage, t } from "./words.js";

const unfinished = job => ["queued", "reading", "embedding"].includes(job.state);

let status = null;
let documents = null;
let changedDocuments = () => {}; // tells the rest of the page
let sending = []; // files that the server does not have yet: { file, part, problem, stop }
const jobs = new Map(); // id to job, as the server last told
const dismissed = new Set();
const watched = new Set(); // the jobs to show: those seen at work, and those that failed
let events = null;
let visible = false;

// ---------------------------------------------------------------- uploads

/** One request per file, so that each has its own progress and its own outcome; one after the other. */
async function send(files) {
  const tags = $("upload-tags").value.trim();
  const mine = [...files].map(file => ({ file, part: 0, stop: new AbortController() }));
  sending.push(...mine);
  listen();
  show();
  for (const entry of mine) {
    if (entry.stop.signal.aborted) continue;
    try {
      if (status && entry.file.size > status.largestFileBytes) throw new Problem({ status: 413 });
      const form = new FormData();
      form.append("file", entry.file);
      if (tags) form.append("tags", tags);
      const taken = await upload("api/documents", form, part => { entry.part = part; show(); }, entry.stop.signal);
      taken.forEach(job => { watched.add(job.id); take(job); });
      sending = sending.filter(other => other !== entry);
    } catch (problem) {
      if (problem.name === "AbortError") sending = sending.filter(other => other !== entry);
      else entry.problem = problem;
    }
    show();
    rest();
  }
}

/** What the server says of a job; of two reports the later one stands. */
function take(job) {
  const known = jobs.get(job.id);
  if (dismissed.has(job.id) || (known && new Date(known.updatedAt) > new Date(job.updatedAt))) return;
  jobs.set(job.id, job);
  if (unfinished(job) || job.state === "failed") watched.add(job.id);
  if (!unfinished(job) && (!known || unfinished(known))) {
    if (["stored", "unchanged"].includes(job.state)) reload();
    if (known) announce(`${job.source}: ${outcome(job)}`);
  }
  show();
  rest();
}

/** Asks for a job of which the events say nothing any more. */
const look = id => change(`api/ingest/${id}`, "GET", now => {
  if (now) return take(now);
  jobs.delete(id); // it was taken off the list; what it stored stays
  show();
  reload();
  rest();
});

const busy = () => sending.some(entry => !entry.problem) || [...jobs.values()].some(unfinished);

/** Listens to the queue as long as the view is shown or something is under way. */
function listen() {
  if (events) return;
  let untold = new Set(); // since the connection was made
  events = new EventSource("api/ingest/events");
  events.addEventListener("open", () => { untold = new Set([...jobs.values()].filter(unfinished).map(job => job.id)); });
  events.addEventListener("job", event => {
    const job = JSON.parse(event.data);
    untold.delete(job.id);
    take(job);
  });
  events.addEventListener("queue", () => { // comes after all that is unfinished: the others ended while nobody listened
    untold.forEach(look);
    untold.clear();
  });
  events.addEventListener("error", () => {
    if (events?.readyState !== EventSource.CLOSED) return; // it connects again by itself
    hush();
    setTimeout(() => { if (visible || busy()) listen(); }, 5000);
  });
}

function hush() {
  events?.close();
  events = null;
}

function rest() {
  if (!visible && !busy()) hush();
}

function outcome(job) {
  if (job.state === "failed") return explain(new Problem({ reason: job.reason, detail: job.message }));
  if (job.state === "embedding") return t.embedding(job.chunksDone, job.chunksTotal);
  if (job.state === "stored") return (job.replaced ? t.replaced : t.stored)(job.chunksTotal);
  return t.job[job.state] ?? job.state;
}

async function change(path, method, then) {
  try {
    then(await call(path, { method }));
  } catch (problem) {
    if (problem.details?.status === 404) then(null);
    else fail(problem);
  }
}

function dismiss(job) {
  const forget = () => { dismissed.add(job.id); jobs.delete(job.id); show(); };
  // The server keeps those that failed for a later retry: it has to know that this is not wanted.
  if (["failed", "cancelled"].includes(job.state)) change(`api/ingest/${job.id}`, "DELETE", forget);
  else forget();
}

const cancel = job => change(`api/ingest/${job.id}`, "DELETE", () => look(job.id)); // finished meanwhile, it is off the list
const retry = job => change(`api/ingest/${job.id}/retry`, "POST", now => { if (now) { listen(); take(now); } });

function fail(problem) {
  $("documents-problem").hidden = false;
  $("documents-problem").textContent = explain(problem, status?.largestFileBytes);
}

const action = (name, label, onclick) => el("button", { class: "icon", type: "button", title: label, "aria-label": label, onclick }, icon(name));

function sendingRow({ file, part, problem, stop }, forget) {
  return el("li", { class: problem ? "failed" : "" },
    el("div", {}, el("b", {}, file.name), el("span", { class: "outcome" }, problem ? explain(problem, status?.largestFileBytes) : t.uploading),
      !problem && el("progress", { max: "1", value: String(part), "aria-label": file.name })),
    problem ? action("cross", t.dismiss(file.name), forget) : action("cross", t.cancelUpload(file.name), () => { stop.abort(); forget(); }));
}

function jobRow(job) {
  const { source, state, chunksDone, chunksTotal } = job;
  const running = state === "embedding" || state === "reading";
  return el("li", { class: state, "data-job": job.id },
    el("div", {}, el("b", {}, source), el("span", { class: "outcome" }, outcome(job)),
      running && el("progress", { max: "1", value: chunksTotal ? String(chunksDone / chunksTotal) : null, "aria-label": source })),
    (state === "failed" || state === "cancelled") && action("again", `${t.retry}: ${source}`, () => retry(job)),
    unfinished(job) ? action("cross", t.cancelUpload(source), () => cancel(job)) : action("cross", t.dismiss(source), () => dismiss(job)));
}

const most = 100; // rows; a bulk ingest has thousands

let drawing = 0;

/** Before the browser paints next, once for many changes: a ZIP is thousands of jobs. */
function show() {
  drawing ||= requestAnimationFrame(() => { drawing = 0; draw(); });
}

function draw() {
  const rows = [...jobs.values()].filter(job => watched.has(job.id)).sort((a, b) => unfinished(b) - unfinished(a) || b.id - a.id);
  const focused = document.activeElement?.getAttribute("aria-label");
  $("uploads-head").hidden = rows.length + sending.length === 0;
  $("clear-finished").hidden = rows.every(unfinished);
  $("uploads").replaceChildren(
    ...sending.map(entry => sendingRow(entry, () => { sending = sending.filter(other => other !== entry); show(); })),
    ...rows.slice(0, most).map(jobRow));
  if (focused && document.activeElement === document.body) {
    [...$("uploads").querySelectorAll("button")].find(button => button.getAttribute("aria-label") === focused)?.focus();
  }
}

// ---------------------------------------------------------------- documents

let reloading;

/** Soon, and once for many changes. */
function reload() {
  clearTimeout(reloading);
  reloading = setTimeout(() => refresh().catch(fail), 150);
}

async function refresh() {
  [status, documents] = await Promise.all([call("api/status"), call("api/documents")]);
  $("documents-problem").hidden = true;
  showDocuments();
  changedDocuments({ status, documents });
}

function showDocuments() {
  $("document-count").textContent = documents?.length ?? "";
  $("limits").textContent = t.limits(megabytes(status?.largestFileBytes));
  if (!documents) return;
  const wanted = $("filter").value.trim().toLocaleLowerCase("tr");
  const shown = documents.filter(d => `${d.title} ${d.source} ${d.tags.join(" ")}`.toLocaleLowerCase("tr").includes(wanted))
    .sort((a, b) => a.title.localeCompare(b.title, language));
  $("documents").replaceChildren(shown.length === 0
    ? el("p", { class: "empty" }, documents.length ? t.noMatch : t.noDocuments)
    : el("ul", { class: "documents" }, ...shown.map(row)));
}

function row(d) {
  return el("li", {},
    el("div", {},
      el("a", { class: "open", href: changed({ open: d.id }), onclick: event => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        openDocument(d.id, null, null);
      } }, d.title),
      el("small", {}, el("span", {}, `${d.source} · ${t.chunks(d.chunkCount)} · ${day(d.storedAt)}`), ...d.tags.map(tag => el("span", { class: "tag" }, tag)))),
    el("a", { class: "icon", href: `./?document=${d.id}`, title: t.searchInside, "aria-label": `${t.searchInside}: ${d.title}` }, icon("find")),
    action("bin", `${t.remove}: ${d.title}`, () => remove(d)));
}

function remove(d) {
  $("confirm-text").textContent = t.confirm(d.title);
  $("confirm").returnValue = "";
  $("confirm").onclose = async () => {
    if ($("confirm").returnValue !== "delete") return;
    try { await call(`api/documents/${d.id}`, { method: "DELETE" }); } catch (problem) { if (problem.details?.status !== 404) return fail(problem); }
    await refresh().catch(fail);
  };
  $("confirm").showModal();
}

// ---------------------------------------------------------------- start

export async function showDocumentsView() {
  visible = true;
  listen();
  try {
    (await call("api/ingest?state=failed&limit=50")).jobs.forEach(take); // the events tell of the last minute alone
  } catch (problem) {
    fail(problem);
  }
}

export function hideDocumentsView() {
  visible = false;
  rest();
}

/** Fetches the status and the documents, and tells of them whenever they change. */
export function startDocuments(onChange) {
  changedDocuments = onChange;
  $("filter").addEventListener("input", showDocuments);
  $("clear-finished").addEventListener("click", () => [...watched].map(id => jobs.get(id)).filter(job => job && !unfinished(job)).forEach(dismiss));
  $("files").addEventListener("change", event => { send([...event.target.files]); event.target.value = ""; });
  for (const name of ["dragover", "dragleave", "drop"]) {
    $("drop").addEventListener(name, event => {
      event.preventDefault();
      $("drop").classList.toggle("over", name === "dragover");
      if (name === "drop") send(event.dataTransfer.files);
    });
  }
  onLanguage(() => { show(); showDocuments(); });
  return refresh();
}
