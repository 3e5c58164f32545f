// Questions: passages while typing, streamed answers, the conversation.

import { address, amend, changed, go, isFiltered, noFilters } from "./address.js";
import { blocks, citedIn, spoken, uncite } from "./answer.js";
import { load, server, stream } from "./api.js";
import { $, announce, button, el, follow, named, plain } from "./dom.js";
import { documentOf, passageList, placeOf, point, titleOf } from "./passages.js";
import { day, explain, t } from "./words.js";

const USUAL = 5, STEP = 10, MOST = 50; // passages
const PAUSE = 150; // milliseconds after the last key
const RETRIES = 3; // of a search on a busy server
const HISTORY = 6, KEPT = 20; // turns sent with a question, turns kept for a reload

let live = null; // the search shown: { key, question, k, passages, problem, retrying }
let thread = []; // the latest turn first: { question, searched, answer, passages, state, reason, code }
let request = null; // of the search under way
let timer;
let edited = null; // the turn that the next question replaces

const typedQuestion = () => $("question").value.trim();
const isAsked = question => thread.some(turn => turn.question === question);
const isOpen = turn => turn?.state === "searching" || turn?.state === "writing";

// ---------------------------------------------------------------- search

async function search(k = USUAL, retries = RETRIES) {
  clearTimeout(timer);
  request?.abort();
  const question = typedQuestion();
  const { mode, documents, from, to } = address();
  if (!question) { live = request = null; return showLive(); }
  const key = JSON.stringify([question, k, mode, documents, from, to]);
  if (live?.key === key && !live.problem) return showLive();
  const mine = request = new AbortController();
  const query = new URLSearchParams({ q: question, k });
  for (const [name, value] of Object.entries({ mode, from, to })) if (value) query.append(name, value);
  for (const id of documents) query.append("document", id);
  $("live").ariaBusy = "true";
  try {
    const { passages } = await load(`api/search?${query}`, { signal: mine.signal });
    if (request !== mine) return; // a later search has overtaken this one
    live = { key, question, k, passages };
    announce(t.found(passages.length));
  } catch (problem) {
    if (request !== mine || problem.name === "AbortError") return;
    const retrying = problem.status === 503 && retries > 0;
    live = { ...live, key, question, k, problem, retrying };
    if (retrying) timer = setTimeout(() => search(k, retries - 1), Math.min(problem.retryAfter, 30) * 1000);
  }
  showLive();
}

function typed() {
  const q = typedQuestion();
  if (q && (!address().q || isAsked(address().q))) go({ q, open: "" }); else amend({ q, open: "" });
  if (!q) edited = null;
  clearTimeout(timer);
  timer = setTimeout(search, q ? PAUSE : 0);
}

function showLive() {
  const { passages, problem, retrying, k } = live ?? {};
  const more = async () => { await search(Math.min(MOST, k + STEP)); $("live").querySelectorAll(".open")[passages.length]?.focus(); };
  $("live").replaceChildren(
    problem ? errorBox(problem.code, retrying ? null : () => search(k), retrying ? t.retrying : "") : "",
    passages?.length ? el("h2", {}, t.passages(passages.length)) : "", passages?.length ? passageList(passages) : "",
    passages?.length >= k && k < MOST ? button(t.more, more, { class: "link more" }) : "",
    passages?.length === 0 && !problem ? nothing() : "");
  $("live").ariaBusy = "false";
  showForm();
}

const errorBox = (code, again, more = "") => el("div", { class: "error", role: "alert" }, `${explain(code)} ${more}`, again && button(t.again, again));

function nothing() {
  if (server.documents.length === 0) return emptyStore();
  return el("p", { class: "empty" }, isFiltered() ? [t.nothingFiltered, " "].join("") : t.nothing, isFiltered() && button(t.clear, () => filter(noFilters())));
}

const emptyStore = () => el("p", { class: "empty" }, t.noDocuments, el("a", { class: "button primary", href: "#documents" }, t.uploadDocument));

/** Shows what belongs to the start, to a search and to a conversation. */
function showForm() {
  const chat = server.status?.chatModel;
  const begun = Boolean(typedQuestion()) || thread.length > 0;
  $("hero").classList.toggle("out-of-sight", begun);
  $("lead").textContent = chat ? t.leadAsk : t.leadSearch;
  $("submit").textContent = chat ? t.ask : t.search;
  $("question").placeholder = $("question").ariaLabel = thread.length ? t.followUp : t.placeholder;
  $("thread-head").hidden = thread.length === 0;
  $("suggestions").hidden = begun || server.questions.length === 0;
  if (!begun && server.status && server.documents.length === 0) $("live").replaceChildren(emptyStore());
  document.title = [address().q || thread[0]?.question, t.tabAsk, "Magibu"].filter(Boolean).map(plain).join(" · ");
}

// ---------------------------------------------------------------- answers

function submit() {
  const question = typedQuestion();
  if (!question) { announce(t.placeholder); return $("question").focus(); }
  if (server.status?.chatModel) return ask(question);
  amend({ q: question, open: "" });
  return search(live?.k);
}

async function ask(question) {
  thread[0]?.stop?.abort();
  request?.abort();
  clearTimeout(timer);
  thread = thread.filter(turn => turn !== edited);
  edited = null;
  const history = thread.filter(turn => turn.reason === "answered").slice(0, HISTORY).reverse()
    .map(turn => ({ question: turn.searched ?? turn.question, answer: uncite(said(turn)) }));
  const turn = { question, answer: "", passages: [], state: "searching", stop: new AbortController() };
  thread.unshift(turn);
  live = request = null;
  $("question").value = "";
  go({ q: question, open: "" });
  drawThread();
  showLive();
  announce(t.searching);
  const { documents, from, to } = address();
  const body = { question, history, documents, from: from || null, to: to || null };
  try {
    await stream("api/ask", body, turn.stop.signal, (event, data) => hear(turn, event, data));
    if (isOpen(turn)) hear(turn, "problem", { code: "chat-interrupted" });
  } catch (problem) {
    if (!isOpen(turn)) return; // an answer that has ended stands, however its connection ends
    if (problem.name === "AbortError") { turn.state = "stopped"; draw(turn); announce(t.stopped); }
    else hear(turn, "problem", { code: problem.code ?? "internal" });
  }
}

function hear(turn, event, data) {
  if (event === "passages") Object.assign(turn, { searched: data.question, passages: data.passages, state: "writing" });
  else if (event === "token") turn.answer += data.text;
  else if (event === "end") Object.assign(turn, { state: "done", reason: data.reason });
  else if (event === "problem") Object.assign(turn, { state: "failed", code: data.code });
  if (event === "token" && turn.text) turn.drawing ||= requestAnimationFrame(() => { turn.drawing = 0; write(turn); });
  else draw(turn);
  if (event === "passages") announce(t.writing);
  if (event === "end") announce(data.reason === "not-in-documents" ? t.notInDocuments : uncite(said(turn)));
}

const said = turn => spoken(turn.answer, turn.passages.map(passage => passage.number));

function drawThread() {
  thread.forEach(turn => { turn.node ??= el("li", { class: "turn" }); draw(turn); });
  $("thread").replaceChildren(...thread.map(turn => turn.node));
}

function draw(turn) {
  const { question, searched, state, reason, code, stop } = turn;
  const latest = turn === thread[0];
  turn.text = el("div", { class: "answer-text", "aria-busy": String(isOpen(turn)) });
  turn.legend = el("p", { class: "note", hidden: true }, uncited(), ` ${t.uncitedLegend}`);
  const again = latest && (() => { edited = turn; ask(question); });
  turn.node.replaceChildren(el("div", { class: "answer" },
    el("h2", { class: "question" }, question),
    searched && searched !== question && el("p", { class: "note" }, `${t.searched} `, el("q", {}, searched)),
    state === "searching" && el("p", { class: "note" }, t.searching),
    reason === "not-in-documents" && el("p", {}, el("strong", {}, t.notInDocuments), ` ${t.notInDocumentsMore}`),
    reason === "no-chat-model" && el("p", { class: "note" }, t.noChatModel),
    reason === "answered" && !said(turn).trim() && el("p", { class: "note" }, t.noAnswer),
    turn.text, turn.legend,
    state === "stopped" && el("p", { class: "note" }, t.stopped), state === "failed" && errorBox(code, again),
    el("p", { class: "actions" }, isOpen(turn) && button(t.stop, () => stop.abort()),
      state === "done" && reason === "answered" && button(t.copy, event => copy(turn, event.target)),
      !isOpen(turn) && button(t.edit, () => edit(turn)))), ...sources(turn, latest));
  write(turn);
  save();
}

/** The answer as far as it has come. */
function write(turn) {
  if (turn.reason === "not-in-documents") return;
  const finished = turn.state === "done";
  const text = finished ? said(turn) : said(turn).replace(/ *\[[\d, ]*$|<[think]*$/, "");
  turn.text.replaceChildren(...blocks(text, number => citation(turn, number), finished && uncited));
  turn.legend.hidden = !turn.text.querySelector(".uncited");
}

const uncited = () => el("span", { class: "uncited", role: "img", "aria-label": t.uncited, title: t.uncited }, "?");

function citation(turn, number) {
  const passage = turn.passages.find(other => other.number === number);
  const label = t.cite(number, plain(passage.title));
  return el("a", { class: "cite", href: changed(placeOf(passage)), title: label, "aria-label": label,
    onclick: follow(() => point(turn.node, number)) }, String(number));
}

/** The passages: those that matter are open, the others folded. */
function sources({ passages, state, reason, answer }, latest) {
  const cited = citedIn(answer);
  const open = passages.filter(({ number }) => latest
    && (reason === "answered" ? cited.has(number) : reason === "no-chat-model" || state === "failed"));
  const folded = passages.filter(passage => !open.includes(passage));
  return [...(open.length ? [el("h3", { class: "list-title" }, t.sources), passageList(open)] : []), folded.length > 0
    && el("details", {}, el("summary", {}, (open.length ? t.others : t.passages)(folded.length)), passageList(folded))].filter(Boolean);
}

async function copy(turn, target) {
  const cited = citedIn(said(turn));
  const list = turn.passages.filter(({ number }) => cited.has(number)).map(({ number, title }) => `[${number}] ${plain(title)}`);
  try {
    await navigator.clipboard.writeText([said(turn).trim(), ...list].join("\n\n"));
  } catch { // no clipboard without https
    getSelection().selectAllChildren(turn.text);
    document.execCommand("copy");
  }
  target.textContent = t.copied;
  announce(t.copied);
}

function edit(turn) {
  edited = turn;
  $("question").value = turn.question;
  $("question").focus();
  $("question").scrollIntoView({ block: "center" });
  search();
}

function newConversation() {
  thread[0]?.stop?.abort();
  thread = [];
  $("question").value = "";
  go({ q: "", open: "" });
  drawThread();
  save();
  search();
  $("question").focus();
}

function save() {
  const turns = thread.slice(0, KEPT).map(({ question, searched, answer, passages, state, reason, code }) =>
    ({ question, searched, answer, passages, state: isOpen({ state }) ? "stopped" : state, reason, code }));
  try { sessionStorage.setItem("conversation", JSON.stringify({ user: server.status.user, turns })); } catch { /* too much to keep */ }
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem("conversation") ?? "null");
  if (kept && kept.user === server.status.user) thread = kept.turns;
  drawThread();
}

// ---------------------------------------------------------------- filters

export function showFilters() {
  const { mode, documents, from, to } = address();
  const option = (value, text, chosen) => el("option", { value, selected: value === chosen }, text);
  const rest = server.documents.filter(document => document.chunks > 0 && !documents.includes(document.id));
  $("filter-document").replaceChildren(option("", t.anyDocument), ...rest.map(each => option(each.id, plain(titleOf(each)))));
  $("filter-mode").replaceChildren(...Object.entries(t.modes).map(([name, text]) => option(name, text, mode || "hybrid")));
  $("filter-from").value = from;
  $("filter-to").value = to;
  const chip = (name, change) => el("li", {}, button(`${name} ✕`, () => filter(change), { class: "chip", "aria-label": t.without(name) }));
  $("filter-chips").replaceChildren(
    ...documents.map(id => chip(plain(titleOf(documentOf(id) ?? { name: t.document })), { documents: documents.filter(other => other !== id) })),
    ...[from && chip(`${t.from}: ${day(from)}`, { from: "" }), to && chip(`${t.to}: ${day(to)}`, { to: "" }),
      mode && chip(t.modes[mode], { mode: "" })].filter(Boolean));
}

function filter(change) {
  go(change);
  showFilters();
  search();
}

// ---------------------------------------------------------------- start

/** Shows what the address asks for, after a step through the history or a change of the language too. */
export function showAsk() {
  const { q } = address();
  $("question").value = isAsked(q) ? "" : q;
  showFilters();
  $("questions").replaceChildren(...server.questions.map(question => el("li", {}, button(question, () => {
    $("question").value = question;
    typed();
    submit();
  }, { class: "chip" }))));
  drawThread();
  showLive();
  return search(live?.k);
}

/** Esc: stops the answer, or clears the question. */
export function leave() {
  if (isOpen(thread[0])) thread[0].stop.abort();
  else if (typedQuestion()) { $("question").value = ""; typed(); $("question").focus(); }
}

export function startAsk() {
  restore();
  $("ask-form").addEventListener("submit", event => { event.preventDefault(); submit(); });
  $("question").addEventListener("input", typed);
  $("new-conversation").addEventListener("click", newConversation);
  $("filter-document").addEventListener("change", event => filter({ documents: [...address().documents, event.target.value] }));
  $("filter-mode").addEventListener("change", event => filter({ mode: event.target.value === "hybrid" ? "" : event.target.value }));
  $("filter-from").addEventListener("change", event => filter({ from: event.target.value }));
  $("filter-to").addEventListener("change", event => filter({ to: event.target.value }));
}
