// The server. What went wrong becomes a Problem with the server's own details (RFC 9457).

export class Problem extends Error {
  constructor(details) { super(details.detail ?? details.title ?? ""); this.details = details; }
}

/** What every request that changes something must carry; the status sets the cookie. */
export function csrf() {
  const token = document.cookie.split("; ").find(cookie => cookie.startsWith("XSRF-TOKEN="))?.slice("XSRF-TOKEN=".length);
  return token ? { "X-XSRF-TOKEN": decodeURIComponent(token) } : {};
}

/** The body of the answer; null for one without. */
export async function call(path, { method = "GET", body, signal } = {}) {
  const response = await request(path, { method, body, signal, accept: "application/json" });
  return response.status === 204 ? null : response.json();
}

/** Ends the login, where there is one. */
export async function signOut() {
  await fetch("logout", { method: "POST", headers: csrf() });
  location.assign("login.html");
}

async function request(path, { method, body, signal, accept }) {
  const headers = { Accept: accept };
  if (method !== "GET") Object.assign(headers, csrf());
  if (body) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, signal, body: body && JSON.stringify(body) });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Problem({ offline: true });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Which leads back to what the page shows. */
const logIn = () => location.assign("login.html" + location.search);

async function problemOf(response) {
  if (response.status === 401) logIn();
  const details = await response.json().catch(() => ({}));
  return new Problem({ ...details, status: response.status, retryAfter: Number(response.headers.get("Retry-After")) || undefined });
}

/** Posts, and hands on each event of the answering stream as (name, data) as it comes. */
export async function stream(path, { body, signal }, onEvent) {
  const response = await request(path, { method: "POST", body, signal, accept: "text/event-stream" });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    let part;
    try {
      part = await reader.read();
    } catch (error) {
      throw error.name === "AbortError" ? error : new Problem({ offline: true });
    }
    if (part.done) return;
    rest += part.value.replaceAll("\r", "");
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const field = name => block.split("\n").filter(line => line.startsWith(`${name}:`)).map(line => line.slice(name.length + 1).replace(/^ /, "")).join("\n");
      if (field("data")) onEvent(field("event"), JSON.parse(field("data")));
    }
  }
}

/** Uploads files of a form: XMLHttpRequest, because fetch does not tell how far an upload is. */
export function upload(path, form, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.onprogress = event => onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) return resolve(request.response);
      if (request.status === 401) logIn();
      reject(new Problem({ ...request.response, status: request.status, retryAfter: Number(request.getResponseHeader("Retry-After")) || undefined }));
    };
    request.onerror = () => reject(new Problem({ offline: true }));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", path);
    for (const [name, value] of Object.entries({ Accept: "application/json", ...csrf() })) request.setRequestHeader(name, value);
    request.send(form);
  });
}
