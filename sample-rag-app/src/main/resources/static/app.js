// The page: which view is shown, the keyboard, and what the server runs on.

import { address, changed, go } from "./address.js";
import { call, signOut } from "./api.js";
import { knowServer, leave, showAsk, startAsk } from "./ask.js";
import { hideDocumentsView, showDocumentsView, startDocuments } from "./documents.js";
import { $, el } from "./dom.js";
import { knowDocuments, showMap, startMap } from "./map.js";
import { showOpen, startReader, step } from "./passage.js";
import { explain, language, onLanguage, speak, t, words } from "./words.js";

let status = null;

/** Shows what the address says. */
function show() {
  const { view } = address();
  for (const name of ["ask", "documents", "map"]) {
    $(`view-${name}`).hidden = name !== view;
    $(`tab-${name}`).href = changed({ view: name, open: null });
    if (name === view) $(`tab-${name}`).setAttribute("aria-current", "page");
    else $(`tab-${name}`).removeAttribute("aria-current");
  }
  if (view === "documents") showDocumentsView(); else hideDocumentsView();
  if (view === "map") showMap();
  if (view === "ask") showAsk();
  showOpen();
}

function showStatus() {
  if (!status) return;
  const { model, database, chatModel, user } = status;
  $("demo").hidden = !model.demo;
  const fact = (name, value) => el("span", {}, `${name}: `, el("b", {}, value));
  const of = [t.dimensions(model.dimension), model.device, model.precision].filter(Boolean).join(", ");
  $("status").replaceChildren(
    fact(t.model, `${model.demo ? t.demoModel : model.name} (${of})`),
    fact(t.database, `${database.description} (${database.kind})`),
    fact(t.chat, chatModel ?? t.none));
  if (user) $("status").append(fact(t.user, user), el("button", { class: "link", type: "button", onclick: signOut }, t.signOut));
}

function showHelp() {
  $("keys").replaceChildren(...Object.entries(t.keys).flatMap(([keys, meaning]) => [
    el("dt", {}, ...keys.split(" ").map(key => el("kbd", {}, key))), el("dd", {}, meaning)]));
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input:not([type=radio]), textarea, select, canvas");
  const inQuestion = event.target === $("question");
  const asking = address().view === "ask";
  const key = event.key;
  if (key === "Escape" && asking && (inQuestion || !typing)) leave();
  else if (asking && (key === "ArrowDown" && (inQuestion || onPassage()) || key === "j" && !typing)) step(1);
  else if (asking && (key === "ArrowUp" && onPassage() || key === "k" && !typing)) step(-1);
  else if (key === "/" && !typing) { if (!asking) { go({ view: "ask", open: null }); show(); } $("question").focus(); $("question").select(); }
  else if (key === "?" && !typing) $("help").showModal();
  else return;
  event.preventDefault();
}

const onPassage = () => Boolean(document.activeElement.closest(".passage"));

function start() {
  startAsk();
  startReader();
  startMap();
  onLanguage(() => { showStatus(); showHelp(); });
  for (const name of Object.keys(words)) {
    $(`lang-${name}`).addEventListener("click", () => { speak(name, true); press(); });
  }
  const press = () => { for (const name of Object.keys(words)) $(`lang-${name}`).setAttribute("aria-pressed", String(name === language)); };
  for (const link of document.querySelectorAll(".tabs a")) {
    link.addEventListener("click", event => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      go({ view: link.id.slice("tab-".length), open: null });
      show();
    });
  }
  $("help-open").addEventListener("click", () => $("help").showModal());
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", show);
  window.addEventListener("offline", () => { $("offline").hidden = false; });
  window.addEventListener("online", () => { $("offline").hidden = true; });
  speak(language);
  press();
}

async function connect() {
  $("problem").hidden = true;
  try {
    const questions = call("api/questions");
    questions.catch(() => {});
    await startDocuments(known => {
      status = known.status;
      showStatus();
      knowServer(known);
      knowDocuments(known.documents);
    });
    knowServer({ questions: await questions });
    show();
  } catch (problem) {
    $("problem").hidden = false;
    $("problem").replaceChildren(explain(problem), " ", el("button", { class: "link", type: "button", onclick: () => location.reload() }, t.again));
  }
}

start();
await connect();
