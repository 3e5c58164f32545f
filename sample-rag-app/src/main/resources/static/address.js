// The state of the page is in its address: links can be shared, and the back button works.
const single = ["q", "mode", "from", "to", "open", "start", "end", "part"]; // open: a document; start, end, part: its passage
/** The state in the address: the view ("ask" or "documents"), documents (identifiers of the filter) and the single values. */
export function address() {
  const query = new URLSearchParams(location.search);
  const state = { view: location.hash === "#documents" ? "documents" : "ask", documents: query.getAll("document") };
  for (const name of single) state[name] = query.get(name)?.trim() ?? "";
  for (const name of ["from", "to"]) if (Number.isNaN(Date.parse(state[name]))) state[name] = "";
  return ["vector", "text"].includes(state.mode) ? state : { ...state, mode: "" };
}
/** A link to the current state with some changes. */
export function changed(change) {
  const state = { ...address(), ...change };
  const names = single.filter(name => state[name] && (state.open || !["start", "end", "part"].includes(name)));
  const pairs = [...names.map(name => [name, state[name]]), ...state.documents.map(id => ["document", id])];
  const query = new URLSearchParams(pairs).toString().replaceAll("+", "%20");
  return location.pathname + (query && `?${query}`) + (state.view === "documents" ? "#documents" : "");
}
/** Adds a step that the back button undoes. */
export function go(change) {
  if (changed(change) !== changed({})) history.pushState({ steps: (history.state?.steps ?? 0) + 1 }, "", changed(change));
}
/** Makes a change without a new step, such as a typed letter. */
export const amend = change => history.replaceState(history.state, "", changed(change));
/** Whether the previous step is a state of this page. */
export const canGoBack = () => (history.state?.steps ?? 0) > 0;
