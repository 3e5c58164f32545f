// The page: its views, the keyboard, and what it says about the server.

import { address, go } from "./address.js";
import { call, load, server } from "./api.js";
import { leave, showAsk, showFilters, startAsk } from "./ask.js";
import { $, button, el, follow } from "./dom.js";
import { draw, fail, refresh, startDocuments } from "./documents.js";
import { showOpen, startReader, step } from "./passages.js";
import { language, recall, remember, speak, t } from "./words.js";

/** Shows what the address says. */
function show() {
  const { view } = address();
  for (const name of ["ask", "documents"]) {
    $(`view-${name}`).hidden = name !== view;
    $(`tab-${name}`).ariaCurrent = name === view ? "page" : null;
  }
  if (view === "ask") showAsk(); else draw();
  showOpen();
}

function turnTo(view) {
  go({ view, open: "" });
  show();
}

function showFacts() {
  const { demo, user } = server.status;
  const terms = entries => entries.flatMap(([term, meaning]) => [el("dt", {}, term), el("dd", {}, meaning)]);
  $("facts").replaceChildren(...terms(Object.entries(t.facts).map(([key, name]) => [name, String(server.status[key] ?? t.none)])));
  $("keys").replaceChildren(...terms(Object.entries(t.keys).map(([keys, meaning]) => [keys, meaning])));
  $("about-demo").hidden = !demo;
  $("demo").hidden = !demo || recall("demo-hint") === "closed";
  $("user").hidden = !user;
  $("user").replaceChildren(user ? t.user(user) : "", " ", button(t.signOut, signOut));
}

async function signOut() {
  sessionStorage.removeItem("conversation");
  await call("logout", { method: "POST" }).catch(() => {});
  location.assign("login.html");
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const inQuestion = event.target === $("question");
  const typing = event.target.closest("input, select");
  const asking = address().view === "ask";
  const { key } = event;
  if (key === "Escape" && asking && (inQuestion || !typing)) leave();
  else if (asking && (key === "ArrowDown" && (inQuestion || onPassage()) || key === "j" && !typing)) step(1);
  else if (asking && (key === "ArrowUp" && onPassage() || key === "k" && !typing)) step(-1);
  else if (key === "/" && !typing) { if (!asking) turnTo("ask"); $("question").select(); }
  else if (key === "?" && !typing) $("help").showModal();
  else return;
  event.preventDefault();
}

const onPassage = () => Boolean(document.activeElement.closest(".passage"));

async function start() {
  speak(() => {}); // the words that need no server
  try {
    server.status = await load("api/status");
    server.questions = await load("api/questions");
    startDocuments(showFilters);
    await refresh();
  } catch (problem) {
    return fail(problem);
  }
  startReader();
  startAsk();
  for (const view of ["ask", "documents"]) $(`tab-${view}`).addEventListener("click", follow(() => turnTo(view)));
  for (const name of ["help", "about"]) $(`${name}-open`).addEventListener("click", () => $(name).showModal());
  $("skip").addEventListener("click", follow(() => $("main").focus()));
  $("demo-close").addEventListener("click", () => { remember("demo-hint", "closed"); $("demo").hidden = true; });
  addEventListener("keydown", onKey);
  addEventListener("popstate", show);
  speak(() => { showFacts(); draw(); show(); });
}

await start();
