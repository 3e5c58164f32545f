// The page: its views, the keyboard, and the information about the server.
import { address, go } from "./address.js";
import { call, load, server } from "./api.js";
import { leave, showAsk, showFilters, startAsk } from "./ask.js";
import { $, button, el, fill, follow } from "./dom.js";
import { draw, fail, refresh, startDocuments } from "./documents.js";
import { showOpen, startReader, step } from "./passages.js";
import { speak, t } from "./words.js";

const FACTS = ["model", "dimensions", "precision", "device", "identity", "database", "chatModel"];
const KEYS = ["/", "↓ j", "↑ k", "Enter", "Esc", "?"];
/** Shows the state in the address. redraw: also what is already shown, in another language. */
function show(redraw) {
  const { view } = address();
  for (const name of ["ask", "documents"]) $(`view-${name}`).hidden = name !== view;
  for (const name of ["ask", "documents"]) $(`tab-${name}`).ariaCurrent = name === view ? "page" : null;
  if (view === "ask") showAsk(redraw); else refresh();
  showOpen();
}
const turnTo = view => { go({ view, open: "" }); show(); scrollTo(0, 0); };
function showAbout() {
  const { demo, user } = server.status;
  const list = (terms, meanings) => terms.flatMap((term, i) => [el("dt", {}, term), el("dd", {}, String(meanings[i] ?? "–"))]);
  fill($("facts"), ...list(t.facts, FACTS.map(name => server.status[name])));
  fill($("keys"), ...list(KEYS, t.keys));
  $("about-demo").hidden = !demo;
  $("user").hidden = !user;
  fill($("user"), user && button(t.signOut(user), signOut));
}
async function signOut() {
  sessionStorage.removeItem("conversation");
  await call("logout", { method: "POST" }).finally(() => location.assign("login.html"));
}
function onKey(event) {
  const { key, target } = event, asking = address().view === "ask";
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = target.closest("input, select"), inQuestion = target === $("question"), onPassage = target.closest(".passage");
  if (key === "Escape" && asking && (inQuestion || !typing)) leave();
  else if (asking && (key === "ArrowDown" && (inQuestion || onPassage) || key === "j" && !typing)) step(1);
  else if (asking && (key === "ArrowUp" && onPassage || key === "k" && !typing)) step(-1);
  else if (key === "/" && !typing) { if (!asking) turnTo("ask"); $("question").select(); }
  else if (key === "?" && !typing) $("about").showModal();
  else return;
  event.preventDefault();
}
speak(() => {}); // the texts that need no server
try {
  server.status = await load("api/status");
  server.questions = await load("api/questions");
  startDocuments(async () => {
    showFilters();
    if (!server.questions.length && (server.questions = await load("api/questions").catch(() => [])).length) showAsk();
  });
  await refresh();
  startReader();
  startAsk();
  for (const view of ["ask", "documents"]) $(`tab-${view}`).addEventListener("click", follow(() => turnTo(view)));
  $("about-open").addEventListener("click", () => $("about").showModal());
  $("skip").addEventListener("click", follow(() => $("main").focus()));
  addEventListener("keydown", onKey);
  addEventListener("popstate", () => show(false));
  speak(() => { showAbout(); draw(); show(true); });
} catch (problem) {
  fail(problem);
}
