// Questions: passages as one types, answers as they are written, and the conversation that they make.

import { call, stream } from "./api.js";
import { address, amend, filterCount, filters, go } from "./address.js";
import { $, announce, el, icon } from "./dom.js";
import { addToggles, passageList, point } from "./passage.js";
import { explain, onLanguage, t } from "./words.js";

const USUAL = 5;
const MOST = 50;
const PAUSE = 120; // ms without a key, before it is searched
const MOST_TURNS = 20; // that the server takes as history

let server = { status: null, questions: [] };
let live = null; // what was searched as one typed: { question, key, k, passages, problem }
let thread = []; // the conversation, the latest first: { question, answer, passages, sentences, state, problem, ... }
let looking = null; // the search under way
let timer;

const chat = () => server.status?.chatModel;

// ---------------------------------------------------------------- search

/** Searches for what the address asks for. */
async function search(k = USUAL) {
  clearTimeout(timer);
  looking?.abort();
  const question = address().q;
  if (!question) { looking = live = null; return show(); }
  const key = JSON.stringify([question, k, filters()]);
  if (live?.key === key && !live.problem) { // it is there already: drawn again, it would lose the focus
    $("live").setAttribute("aria-busy", "false");
    return showForm();
  }
  const mine = looking = new AbortController();
  const query = new URLSearchParams({ q: question, k });
  for (const [name, value] of Object.entries({ mode: filters().mode, document: filters().documents, tag: filters().tags, from: filters().from, to: filters().to })) {
    for (const each of [value].flat()) if (each) query.append(name, each);
  }
  $("live").setAttribute("aria-busy", "true");
  if (!live) show({ loading: true });
  try {
    const { passages } = await call(`api/search?${query}`, { signal: mine.signal });
    if (looking !== mine) return; // a later search has overtaken this one
    live = { question, key, k, passages };
    announce(t.found(passages.length));
  } catch (problem) {
    if (looking !== mine || problem.name === "AbortError") return;
    live = { ...live, question, key, problem };
  }
  looking = null;
  show();
}

function typed() {
  const q = $("question").value.trim();
  const change = { q, open: null };
  if (q && !address().q) go(change); else amend(change);
  clearTimeout(timer);
  $("live").setAttribute("aria-busy", "true");
  timer = setTimeout(search, q ? PAUSE : 0);
  showForm();
}

function show({ loading = false } = {}) {
  const parts = [];
  if (loading) parts.push(...[1, 2, 3].map(() => el("div", { class: "skeleton" })));
  if (live?.problem) {
    parts.push(el("div", { class: "error", role: "alert" }, explain(live.problem), " ",
      el("button", { class: "link", type: "button", onclick: () => search(live.k) }, t.again)));
  }
  if (live?.passages?.length) {
    parts.push(el("h2", { class: "list-title" }, t.passages), passageList(live.passages));
    if (live.k < MOST && live.passages.length >= live.k) {
      parts.push(el("button", { class: "link more", type: "button", onclick: more }, t.more));
    }
  } else if (live?.passages && !live.problem) {
    parts.push(empty(filterCount() ? t.nothingFiltered : server.status?.documents === 0 ? t.nothingStored : t.nothing));
  }
  $("live").setAttribute("aria-busy", String(loading));
  const focused = [...$("live").querySelectorAll(".open")].indexOf(document.activeElement);
  $("live").replaceChildren(...parts);
  addToggles($("live"));
  if (focused >= 0) $("live").querySelectorAll(".open")[focused]?.focus();
  showForm();
}

async function more() {
  const before = live.passages.length;
  await search(Math.min(MOST, live.k + 10));
  $("live").querySelectorAll(".open")[before]?.focus();
}

const empty = text => el("p", { class: "empty" }, text);

function showForm() {
  const asked = Boolean(address().q) || thread.length > 0;
  $("hero").classList.toggle("out-of-sight", asked);
  $("suggestions").hidden = asked || server.questions.length === 0;
  $("thread-bar").hidden = thread.length === 0;
  $("thread-title").hidden = !live;
  $("lead").textContent = chat() ? t.leadAsk : t.leadSearch;
  $("submit").textContent = chat() ? t.submitAsk : t.submitSearch;
  $("question").placeholder = thread.length ? t.followUp : t.placeholder;
  $("question").setAttribute("aria-label", $("question").placeholder);
}

// ---------------------------------------------------------------- answers

function submit() {
  const question = $("question").value.trim();
  if (!question) return $("question").focus();
  if (chat()) return ask(question);
  go({ q: question, open: null });
  return search(live?.k);
}

function pick(question) {
  $("question").value = question;
  if (!chat()) go({ q: question });
  submit();
}

async function ask(question) {
  thread[0]?.stop.abort();
  looking?.abort();
  clearTimeout(timer);
  const history = thread.filter(turn => turn.sentences && turn.answered).slice(0, MOST_TURNS).reverse()
    .map(({ standalone, question: asked, answer }) => ({ question: standalone ?? asked, answer }));
  const mine = { question, answer: "", passages: live?.question === question && !live.problem ? live.passages : null, state: "searching", stop: new AbortController() };
  thread.unshift(mine);
  looking = live = null;
  $("question").value = "";
  go({ q: "", open: null });
  mine.node = el("li", { class: "turn" });
  $("thread").prepend(mine.node);
  thread.forEach(draw);
  show();
  announce(t.searching);
  try {
    const request = { body: { question, history, ...filters() }, signal: mine.stop.signal };
    await stream("api/ask", request, (event, data) => hear(mine, event, data));
    if (isOpen(mine)) broke(mine, { status: 502, reason: "chat-cut" });
  } catch (problem) {
    if (isOpen(mine)) { // what has had its end stands, however the connection ends
      if (mine.stop.signal.aborted) mine.state = "stopped";
      else broke(mine, problem.details ?? { detail: problem.message });
    }
  }
  draw(mine);
  if (mine === thread[0]) announce(mine.state === "answered" ? mine.answer : mine.problem ? explain(mine.problem) : t.stopped);
}

const isOpen = turn => turn.state === "searching" || turn.state === "writing";

function hear(turn, event, data) {
  if (event === "question") turn.standalone = data.standalone;
  else if (event === "passages") { turn.passages = data.passages; turn.state = "writing"; announce(t.writing); }
  else if (event === "token") { turn.answer += data.text; return write(turn); }
  else if (event === "answer") Object.assign(turn, data, { answer: data.answer ?? "", state: "answered" });
  else if (event === "problem") broke(turn, data);
  return draw(turn);
}

function broke(turn, details) {
  turn.state = "broken";
  turn.problem = { details, message: details.detail ?? "" };
  turn.passages ??= details.passages;
}

/** A turn of the conversation, anew. */
function draw(turn) {
  const { question, standalone, passages, state, problem, note } = turn;
  const latest = turn === thread[0];
  turn.text = el("div", { class: "answer-text" });
  const parts = [el("h2", { class: "question" }, question)];
  if (standalone && standalone !== question) parts.push(el("p", { class: "standalone" }, `${t.standalone} `, el("q", {}, standalone)));
  if (state === "searching") parts.push(el("p", { class: "wait" }, t.searching));
  if (note === "not-in-documents") parts.push(el("p", { class: "not-there" }, el("strong", {}, t.notInDocuments), ` ${t.notInDocumentsMore}`));
  if (note === "no-documents") parts.push(el("p", { class: "not-there" }, t.nothingStored));
  parts.push(turn.text);
  if (state === "writing") parts.push(el("button", { class: "stop", type: "button", onclick: () => turn.stop.abort() }, icon("stop"), t.stop));
  if (state === "stopped") parts.push(el("p", { class: "wait" }, t.stopped));
  if (state === "broken") {
    parts.push(el("div", { class: "error", role: "alert" }, turn.answer ? `${t.chatBroke} ` : null, explain(problem), " ",
      latest && el("button", { class: "link", type: "button", onclick: () => { remove(turn); ask(question); } }, t.again)));
  }
  const answer = el("div", { class: "answer", "aria-busy": String(isOpen(turn)) }, ...parts);
  if (state === "answered" && turn.chatModel) answer.append(el("p", { class: "by" }, turn.chatModel));
  turn.sources = passages?.length ? el("details", { class: "sources", open: latest },
    el("summary", {}, t.sources(passages.length)), passageList(passages)) : null;
  turn.node.replaceChildren(answer, ...[turn.sources].filter(Boolean));
  write(turn);
  if (turn.sources) {
    addToggles(turn.sources);
    turn.sources.addEventListener("toggle", () => addToggles(turn.sources));
  }
}

function remove(turn) {
  thread = thread.filter(other => other !== turn);
  turn.node.remove();
}

/** The answer's words as far as they have come: with its sentences once it is whole. */
function write(turn) {
  const { answer, sentences, answered, state, note } = turn;
  const parts = [];
  if (sentences?.length && note !== "not-in-documents") {
    for (const { text, citations } of sentences) {
      const words = text.trimEnd();
      const uncited = answered && citations.length === 0;
      parts.push(
        el("span", uncited ? { class: "uncited", title: t.uncited } : { class: "sentence" }, words),
        ...citations.map(n => citation(turn, n)), text.slice(words.length));
    }
  } else if (answer && note !== "not-in-documents") {
    parts.push(...answer.split(/(\[\d{1,3}\])/).map(part => {
      const n = /^\[(\d+)\]$/.exec(part)?.[1];
      return n && turn.passages?.some(p => p.number === Number(n)) ? citation(turn, Number(n)) : part;
    }));
  }
  if (state === "writing") parts.push(el("span", { class: "caret", "aria-hidden": "true" }));
  turn.text.replaceChildren(...parts);
}

function citation(turn, n) {
  const title = turn.passages?.find(passage => passage.number === n)?.title ?? "";
  return el("button", { class: "cite", type: "button", title: t.cite(n, title), "aria-label": t.cite(n, title), onclick: () => {
    turn.sources.open = true;
    addToggles(turn.sources);
    point(turn.sources, n);
  } }, String(n));
}

function newConversation() {
  thread[0]?.stop.abort();
  thread = [];
  $("thread").replaceChildren();
  $("question").value = "";
  go({ q: "", open: null });
  search();
  $("question").focus();
}

// ---------------------------------------------------------------- filters

function showFilters() {
  const { mode, documents, tags, from, to } = address();
  const stored = server.documents ?? [];
  const count = filterCount();
  $("filter-count").textContent = count || "";
  $("modes").replaceChildren(...Object.entries(t.modes).map(([name, words]) => el("label", {},
    el("input", { type: "radio", name: "mode", value: name, checked: name === mode, onchange: () => filter({ mode: name }) }), el("span", {}, words))));
  $("document-names").replaceChildren(...stored.filter(d => !documents.includes(d.id)).map(d => el("option", { value: d.title })));
  $("document-chips").replaceChildren(...documents.map(id => chip(stored.find(d => d.id === id)?.title ?? id, () => filter({ documents: documents.filter(other => other !== id) }))));
  const known = [...new Set([...stored.flatMap(d => d.tags), ...tags])].sort((a, b) => a.localeCompare(b, "tr"));
  $("tag-filter").hidden = known.length === 0;
  $("tag-chips").replaceChildren(...known.map(tag => el("button", { type: "button", class: "chip", "aria-pressed": String(tags.includes(tag)),
    onclick: () => filter({ tags: tags.includes(tag) ? tags.filter(other => other !== tag) : [...tags, tag] }) }, tag)));
  $("filter-from").value = from;
  $("filter-to").value = to;
  $("filter-clear").hidden = count === 0;
}

const chip = (name, onremove) => el("button", { type: "button", class: "chip", "aria-pressed": "true", "aria-label": t.without(name), onclick: onremove }, name, icon("cross"));

function filter(change) {
  const focused = document.activeElement?.textContent;
  go(change);
  showFilters();
  [...$("filters").querySelectorAll(".chip")].find(node => node.textContent === focused)?.focus();
  if (change.mode) $("modes").querySelector(":checked").focus();
  search();
}

function addDocument() {
  const found = server.documents?.find(d => d.title === $("document-filter").value);
  if (!found) return;
  $("document-filter").value = "";
  filter({ documents: [...address().documents, found.id] });
}

// ---------------------------------------------------------------- start

function showSuggestions() {
  const some = [...server.questions].sort(() => Math.random() - 0.5).slice(0, 6);
  $("chips").replaceChildren(...some.map(({ question }) => el("li", {}, el("button", { type: "button", onclick: () => pick(question) }, question))));
  showForm();
}

/** Shows what the address asks for. */
export function showAsk() {
  const { q } = address();
  if ($("question").value.trim() !== q) $("question").value = q;
  showFilters();
  return search(live?.question === q ? live.k : USUAL);
}

/** What the server has: its status, the documents and the questions to try. */
export function knowServer(known) {
  server = { ...server, ...known };
  if (known.questions) showSuggestions();
  showFilters();
  showForm();
}

/** Esc: the nearest thing that can be left. */
export function leave() {
  if (thread[0] && isOpen(thread[0])) thread[0].stop.abort();
  else if ($("question").value) { $("question").value = ""; typed(); $("question").focus(); }
}

export function startAsk() {
  $("ask-form").addEventListener("submit", event => { event.preventDefault(); submit(); });
  $("question").addEventListener("input", typed);
  $("shuffle").addEventListener("click", showSuggestions);
  $("new-conversation").addEventListener("click", newConversation);
  $("document-filter").addEventListener("change", addDocument);
  $("document-filter").addEventListener("input", addDocument);
  $("filter-from").addEventListener("change", event => filter({ from: event.target.value }));
  $("filter-to").addEventListener("change", event => filter({ to: event.target.value }));
  $("filter-clear").addEventListener("click", () => filter({ mode: "hybrid", documents: [], tags: [], from: "", to: "" }));
  if (filterCount()) $("filters").open = true;
  onLanguage(() => { showFilters(); show(); thread.forEach(draw); });
}
