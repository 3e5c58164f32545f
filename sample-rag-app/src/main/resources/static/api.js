// The server: its status, its calls, its event stream, uploads.
export const server = { status: null, documents: [], questions: [] };
const codes = { 401: "unauthorized", 403: "csrf", 404: "not-found", 413: "too-large", 415: "unsupported", 503: "overloaded" };
/** A failed call, with the server's code or "offline". */
const problem = (code, status = 0, retryAfter = 0) => Object.assign(new Error(code), { code, status, retryAfter });
const offline = error => { throw error.name === "AbortError" ? error : problem("offline"); };
function failed(status, retryAfter, details) {
  if (status === 401) location.assign("login.html" + location.search + location.hash);
  return problem(details?.code ?? codes[status] ?? "internal", status, Number(retryAfter) || 2);
}
/** The header of every call that changes something. The server sets the cookie with its first answer. */
export function csrf() {
  const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1];
  return token ? { "X-XSRF-TOKEN": decodeURIComponent(token) } : {};
}
/** The server's answer, if it is a success. */
export async function call(path, { method = "GET", body, signal } = {}) {
  const headers = { ...(method !== "GET" && csrf()), ...(body && { "Content-Type": "application/json" }) };
  const response = await fetch(path, { method, headers, signal, body: body && JSON.stringify(body) }).catch(offline);
  if (response.ok) return response;
  throw failed(response.status, response.headers.get("Retry-After"), await response.json().catch(() => null));
}
export const load = async (path, options) => (await call(path, options)).json();
/** Posts, and passes each event of the returned stream to the listener as (name, data). */
export async function stream(path, body, signal, onEvent) {
  const reader = (await call(path, { method: "POST", body, signal })).body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    const { done, value } = await reader.read().catch(offline);
    if (done) return;
    const blocks = (rest + value).replaceAll("\r", "").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const field = key => block.split("\n").filter(line => line.startsWith(key)).map(line => line.slice(key.length)).join("\n");
      if (field("data:")) onEvent(field("event:").trim(), JSON.parse(field("data:")));
    }
  }
}
/** Uploads one file by XMLHttpRequest, because fetch reports no progress. */
export const upload = (file, signal, onProgress) => new Promise((resolve, reject) => {
  const request = Object.assign(new XMLHttpRequest(), { responseType: "json" });
  const form = new FormData();
  form.append("file", file);
  request.upload.onprogress = event => onProgress(event.loaded / event.total);
  request.onload = () => request.status < 300 ? resolve(request.response)
    : reject(failed(request.status, request.getResponseHeader("Retry-After"), request.response));
  request.onerror = () => reject(problem("offline"));
  signal.addEventListener("abort", () => { request.abort(); reject(signal.reason); });
  request.open("POST", "api/documents");
  for (const [name, value] of Object.entries(csrf())) request.setRequestHeader(name, value);
  request.send(form);
});
