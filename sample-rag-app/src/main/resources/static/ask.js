// Questions: passages while typing, streamed answers, the conversation.
import { address, amend, changed, go } from "./address.js";
import { blocks, citedIn, spoken, uncite } from "./answer.js";
import { load, server, stream } from "./api.js";
import { $, announce, button, el, fill, follow, plain } from "./dom.js";
import { documentOf, passageList, placeOf, point, titleOf } from "./passages.js";
import { day, explain, t } from "./words.js";

const PASSAGES = 5;
const PAUSE = 150, RETRIES = 3; // milliseconds after the last key; retries of a search on a busy server
const HISTORY = 6, KEPT = 20; // turns sent with a question; turns kept for a reload
let live = null; // the search shown: { key, passages, problem, retrying }
let thread = []; // the latest turn first: { question, searched, answer, passages, state, reason, code }
let request, timer; // of the search in progress
const typed = () => $("question").value.trim();
const isAsked = question => thread.some(turn => turn.question === question);
const isOpen = turn => turn?.state === "open";
const said = turn => spoken(turn.answer, turn.passages.map(passage => passage.number));
async function search(retries = RETRIES) {
  clearTimeout(timer);
  request?.abort();
  const { mode, documents, from, to } = address(), mine = request = new AbortController();
  const query = new URLSearchParams(Object.entries({ q: typed(), k: PASSAGES, mode, from, to }).filter(([, value]) => value));
  for (const id of documents) query.append("document", id);
  const key = t.search + query, same = live?.key === key && !live.problem;
  if (!typed()) live = null;
  if (!typed() || same) return showLive(!same); // a redrawn list would lose the focus
  $("live").ariaBusy = "true";
  try {
    const { passages } = await load(`api/search?${query}`, { signal: mine.signal });
    if (request !== mine) return; // a later search has overtaken this one
    live = { key, passages };
    announce(t.passages(passages.length));
  } catch (problem) {
    if (request !== mine || problem.name === "AbortError") return;
    live = { ...live, key, problem, retrying: problem.status === 503 && retries > 0 };
    if (live.retrying) timer = setTimeout(() => search(retries - 1), Math.min(problem.retryAfter, 30) * 1000);
  }
  showLive();
}
function onInput() {
  (typed() && (!address().q || isAsked(address().q)) ? go : amend)({ q: typed(), open: "" });
  clearTimeout(timer);
  timer = setTimeout(() => search(), typed() ? PAUSE : 0);
}
/** Fills in a question as if the user had typed it. */
const type = question => { $("question").value = question; $("question").focus(); onInput(); };
const errorBox = (code, again) =>
  el("div", { class: "error", role: "alert" }, `${explain(code)} `, again && button(t.again, again));
/** Shows the search, and the elements of the start page and of a conversation. */
function showLive(list = true) {
  const { passages, problem, retrying } = live ?? {}, chat = server.status.chatModel, stored = server.documents.length > 0;
  const begun = typed() !== "" || thread.length > 0, empty = (...what) => el("p", { class: "empty" }, ...what);
  if (list) fill($("live"), problem && errorBox(problem.code, !retrying && (() => search())), retrying && t.retrying,
    ...passages?.length ? [el("h2", {}, t.passages(passages.length)), passageList(passages)] : [],
    stored && passages?.length === 0 && empty(t.nothing, " ", t.otherWords),
    !stored && (!begun || passages) && empty(t.noDocuments, el("a", { class: "primary", href: "#documents" }, t.upload)));
  $("live").ariaBusy = "false";
  $("hero").classList.toggle("out-of-sight", begun);
  fill($("lead"), `${t.lead} ${chat ? t.leadAsk : ""}`);
  fill($("submit"), chat ? t.tabAsk : t.search);
  $("question").placeholder = $("question").ariaLabel = thread.length ? t.followUp : t.placeholder;
  $("new-conversation").hidden = thread.length === 0;
  $("suggestions").hidden = begun || server.questions.length === 0;
  document.title = [address().q || thread[0]?.question, t.tabAsk, "Magibu"].filter(Boolean).map(plain).join(" · ");
}
const submit = () => !typed() ? announce(t.placeholder) : server.status.chatModel ? ask(typed()) : search();
async function ask(question) {
  stop();
  const history = thread.filter(turn => turn.reason === "answered" && uncite(said(turn)).trim()).slice(0, HISTORY).reverse()
    .map(turn => ({ question: turn.searched ?? turn.question, answer: uncite(said(turn)) }));
  const turn = { question, answer: "", passages: [], state: "open", abort: new AbortController() };
  thread = [turn, ...thread.filter(other => other.state !== "problem")];
  $("question").value = "";
  go({ q: question, open: "" });
  drawThread();
  search();
  announce(t.working);
  try {
    const { documents, from, to } = address(), body = { question, history, documents, from: from || null, to: to || null };
    await stream("api/ask", body, turn.abort.signal, (event, data) => hear(turn, event, data));
    if (isOpen(turn)) hear(turn, "problem", { code: "chat-interrupted" });
  } catch (problem) { // keep a finished answer, even if its connection fails
    if (isOpen(turn)) hear(turn, problem.name === "AbortError" ? "stopped" : "problem", { code: problem.code ?? "internal" });
  }
}
function hear(turn, event, data) {
  if (event === "token") return writeAnswer(Object.assign(turn, { answer: turn.answer + data.text }));
  if (event === "passages") Object.assign(turn, { searched: data.question, passages: data.passages });
  else Object.assign(turn, { state: event, reason: data.reason, code: data.code });
  draw(turn);
  if (event === "end") announce(turn.reason === "not-in-documents" ? t.notInDocuments : uncite(said(turn)));
}
const drawThread = () => fill($("thread"), ...thread.map(draw));
/** Draws the turn, with its cited passages open and the others folded. */
function draw(turn) {
  const { question, searched, passages, state, reason, code } = turn, latest = turn === thread[0], cited = citedIn(said(turn));
  const matters = ({ number }) => reason === "answered" ? cited.includes(number) : reason === "no-chat-model" || code;
  const shown = passages.filter(passage => latest && matters(passage)), folded = passages.filter(each => !shown.includes(each));
  const note = text => text && el("p", { class: "note" }, text);
  turn.node ??= el("li", { class: "turn" });
  turn.text = el("div", { class: "answer-text", "aria-busy": String(isOpen(turn)) });
  fill(turn.node, el("div", { class: "answer" }, el("h2", {}, question),
    note(searched && searched !== question && `${t.searched} ${searched}`), note({ open: t.working, stopped: t.stopped }[state]),
    note(reason === "no-chat-model" && t.noChatModel),
    reason === "not-in-documents" && el("p", {}, el("strong", {}, t.notInDocuments), ` ${t.otherWords}`), turn.text,
    el("p", { class: "note legend" }, uncited(), ` ${t.uncited}`), code && errorBox(code, () => ask(question)),
    el("p", { class: "actions" }, isOpen(turn) ? button(t.stop, stop) : button(t.edit, () => type(question)),
      reason === "answered" && button(t.copy, event => copy(turn, event.target)))),
  ...shown.length ? [el("h3", {}, t.sources), passageList(shown)] : [], folded.length > 0 && el("details", {},
    el("summary", {}, (shown.length ? t.others : t.passages)(folded.length)), passageList(folded)));
  writeAnswer(turn);
  const kept = thread.slice(0, KEPT).map(({ node, text, abort, ...rest }) => rest);
  try { sessionStorage.setItem("conversation", JSON.stringify([server.status.user, kept])); } catch { /* too much to keep */ }
  return turn.node;
}
const uncited = () => el("span", { class: "uncited", role: "img", "aria-label": t.uncited, title: t.uncited }, "?");
/** Writes the answer so far, except the end if it may be half a citation or half a tag. */
function writeAnswer(turn) {
  const ended = turn.state === "end", text = ended ? said(turn) : said(turn).replace(/ *\[[\d, ]*$|<[think]*$/, "");
  const cite = number => {
    const passage = turn.passages.find(other => other.number === number);
    if (!passage) return ""; // not a citation
    const title = t.cite(number, plain(passage.title));
    const more = { href: changed(placeOf(passage)), onclick: follow(() => point(turn.node, number)) };
    return el("a", { class: "cite", title, "aria-label": title, ...more }, String(number));
  };
  if (turn.reason !== "not-in-documents") fill(turn.text, ...blocks(text, cite, ended && uncited));
}
function copy(turn, target) { // through the selection, because the clipboard API needs https
  getSelection().selectAllChildren(turn.text);
  if (document.execCommand("copy")) announce(target.textContent = t.copied);
}
function newConversation() {
  stop();
  thread = [];
  sessionStorage.removeItem("conversation");
  drawThread();
  type("");
}
const stop = () => isOpen(thread[0]) && thread[0].abort.abort();
/** Esc: stops the answer in progress, or clears the question. */
export const leave = () => { if (isOpen(thread[0])) stop(); else if (typed()) type(""); };
export function showFilters() {
  const { mode, documents, from, to } = address();
  const option = (value, text) => el("option", { value, selected: value === mode }, text);
  const others = server.documents.filter(({ id, chunks }) => chunks && !documents.includes(id));
  const chip = (text, to) => el("li", {}, button(`${text} ✕`, () => filter(to), { class: "chip", title: t.without(text) }));
  fill($("filter-document"), option("-", t.choose), ...others.map(each => option(each.id, titleOf(each))));
  fill($("filter-mode"), ...["hybrid", "vector", "text"].map(name => option(name, t[name])));
  [$("filter-from").value, $("filter-to").value] = [from, to];
  fill($("filter-chips"), mode && chip(t[mode], { mode: "" }),
    ...documents.map(id => chip(titleOf(documentOf(id)), { documents: documents.filter(other => other !== id) })),
    from && chip(`${t.from}: ${day(from)}`, { from: "" }), to && chip(`${t.to}: ${day(to)}`, { to: "" }));
}
const filter = change => { go(change); showFilters(); search(); };
/** Shows the state in the address. redraw: also the conversation, in another language. */
export function showAsk(redraw) {
  const pick = question => { type(question); submit(); };
  $("question").value = isAsked(address().q) ? "" : address().q;
  fill($("questions"), ...server.questions.map(each => el("li", {}, button(each, () => pick(each), { class: "chip" }))));
  if (redraw) drawThread();
  showFilters();
  search();
}
export function startAsk() {
  const [user, kept = []] = JSON.parse(sessionStorage.getItem("conversation") ?? "[null]");
  if (user === (server.status.user ?? null)) thread = kept.map(turn => isOpen(turn) ? { ...turn, state: "stopped" } : turn);
  $("ask-form").addEventListener("submit", event => { event.preventDefault(); submit(); });
  $("question").addEventListener("input", onInput);
  addEventListener("beforeunload", () => stop()); // keeps the answer so far
  $("new-conversation").addEventListener("click", newConversation);
  for (const name of ["document", "mode", "from", "to"]) $(`filter-${name}`).addEventListener("change", ({ target: { value } }) =>
    filter(name === "document" ? { documents: [...address().documents, value] } : { [name]: value }));
}
