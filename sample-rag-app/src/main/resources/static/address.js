// The state of the page is in its address: links can be shared, and the back button works.

const single = ["q", "mode", "from", "to", "open", "start", "end", "part"]; // open: a document; start, end, part: its passage
const filters = { mode: "", documents: [], from: "", to: "" };

/** What the address says: view ("ask" or "documents"), documents (the filter's identifiers) and the single values. */
export function address() {
  const query = new URLSearchParams(location.search);
  const state = { view: location.hash === "#documents" ? "documents" : "ask", documents: query.getAll("document") };
  for (const name of single) state[name] = query.get(name)?.trim() ?? "";
  for (const name of ["from", "to"]) if (!/^\d{4}-\d\d-\d\d$/.test(state[name])) state[name] = "";
  if (!["vector", "text"].includes(state.mode)) state.mode = "";
  return state;
}

/** A link to the present state with some of it changed. */
export function changed(change) {
  const state = { ...address(), ...change };
  if (!state.open) state.start = state.end = state.part = "";
  const query = new URLSearchParams();
  for (const name of single) if (state[name] !== "" && state[name] != null) query.append(name, state[name]);
  for (const id of state.documents) query.append("document", id);
  const text = query.toString().replaceAll("+", "%20");
  return location.pathname + (text && `?${text}`) + (state.view === "documents" ? "#documents" : "");
}

/** A step that the back button undoes. */
export function go(change) {
  if (changed(change) !== changed({})) history.pushState({ steps: (history.state?.steps ?? 0) + 1 }, "", changed(change));
}

/** A change without a step of its own, such as a typed letter. */
export const amend = change => history.replaceState(history.state, "", changed(change));

/** Whether the step before this one is a state of this page. */
export const canGoBack = () => (history.state?.steps ?? 0) > 0;

export const noFilters = () => structuredClone(filters);
export const isFiltered = () => Object.keys(filters).some(name => address()[name].length > 0);
