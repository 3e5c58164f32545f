// What the page shows stands in its address: it can be sent to others, and the back button works.

const views = ["ask", "documents", "map"];
const modes = ["hybrid", "vector", "text"];

const one = (value, known) => known.includes(value) ? value : known[0];
const whole = value => value === null || !/^\d+$/.test(value) ? null : Number(value);

export function address() {
  const query = new URLSearchParams(location.search);
  return {
    view: one(query.get("view"), views),
    q: query.get("q")?.trim() ?? "",
    mode: one(query.get("mode"), modes),
    documents: query.getAll("document"),
    tags: query.getAll("tag"),
    from: query.get("from") ?? "",
    to: query.get("to") ?? "",
    open: query.get("open"), // a document, with the passage from start to end marked
    start: whole(query.get("start")),
    end: whole(query.get("end")),
  };
}

function link(state) {
  const query = new URLSearchParams();
  const put = (name, value, usual) => { if (value != null && value !== "" && value !== usual) query.append(name, value); };
  put("view", state.view, "ask");
  put("q", state.q);
  put("mode", state.mode, "hybrid");
  state.documents.forEach(id => query.append("document", id));
  state.tags.forEach(tag => query.append("tag", tag));
  put("from", state.from);
  put("to", state.to);
  put("open", state.open);
  if (state.open) { put("start", state.start); put("end", state.end); }
  const text = query.toString().replaceAll("+", "%20");
  return text ? `?${text}` : "./";
}

/** The address with some of it changed. */
export const changed = change => link({ ...address(), ...change });

/** A step that the back button undoes. */
export function go(change) {
  if (changed(change) !== changed({})) history.pushState({ steps: (history.state?.steps ?? 0) + 1 }, "", changed(change));
}

/** A change that is no step of its own, as a letter typed. */
export function amend(change) {
  history.replaceState(history.state, "", changed(change));
}

/** Whether there is a step of this page to go back to. */
export const canGoBack = () => (history.state?.steps ?? 0) > 0;

/** The parameters of a search and of a question, as the server names them. */
export function filters() {
  const { mode, documents, tags, from, to } = address();
  return { mode, documents, tags, from: from || null, to: to || null };
}

export const filterCount = () => {
  const { mode, documents, tags, from, to } = address();
  return (mode !== "hybrid") + documents.length + tags.length + Boolean(from) + Boolean(to);
};
