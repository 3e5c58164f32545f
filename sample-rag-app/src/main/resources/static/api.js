// The server: what is known of it, its calls, its event stream, uploads.

/** Filled by app.js and documents.js. */
export const server = { status: null, documents: [], questions: [] };

/** A call that failed. The code is the server's, or "offline". */
export class Problem extends Error {
  constructor(code, status = 0, retryAfter = 0) { super(code); Object.assign(this, { code, status, retryAfter }); }
}

const anyStatus = { 401: "unauthorized", 403: "csrf", 404: "not-found", 413: "too-large", 415: "unsupported", 503: "overloaded" };

function failed(status, retryAfter, details) {
  if (status === 401) location.assign("login.html" + location.search + location.hash);
  return new Problem(details?.code ?? anyStatus[status] ?? "internal", status, Number(retryAfter) || 2);
}

/** The header that every call with an effect needs; the server sets the cookie with its first answer. */
export function csrf() {
  const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1];
  return token ? { "X-XSRF-TOKEN": decodeURIComponent(token) } : {};
}

const offline = error => error.name === "AbortError" ? error : new Problem("offline");

/** The answer, which is successful. */
export async function call(path, { method = "GET", body, signal } = {}) {
  const headers = { ...(method !== "GET" && csrf()), ...(body && { "Content-Type": "application/json" }) };
  const response = await fetch(path, { method, headers, signal, body: body && JSON.stringify(body) })
    .catch(error => { throw offline(error); });
  if (!response.ok) throw failed(response.status, response.headers.get("Retry-After"), await response.json().catch(() => null));
  return response;
}

export const load = async (path, options) => (await call(path, options)).json();

/** Posts, and passes each event of the answered stream to the listener as (name, data). */
export async function stream(path, body, signal, onEvent) {
  const reader = (await call(path, { method: "POST", body, signal })).body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read().catch(error => { throw offline(error); });
    if (done) return;
    const blocks = (rest + value.replaceAll("\r", "")).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const field = name => block.split("\n").filter(line => line.startsWith(`${name}:`))
        .map(line => line.slice(name.length + 1).replace(/^ /, "")).join("\n");
      if (field("data")) onEvent(field("event"), JSON.parse(field("data")));
    }
  }
}

/** Uploads one file by XMLHttpRequest, because fetch reports no progress. */
export function upload(file, signal, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file);
    request.responseType = "json";
    request.upload.onprogress = event => onProgress(event.loaded / event.total);
    request.onload = () => request.status < 300 ? resolve(request.response)
      : reject(failed(request.status, request.getResponseHeader("Retry-After"), request.response));
    request.onerror = () => reject(new Problem("offline"));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", "api/documents");
    for (const [name, value] of Object.entries(csrf())) request.setRequestHeader(name, value);
    request.send(form);
  });
}
