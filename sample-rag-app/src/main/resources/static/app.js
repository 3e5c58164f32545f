// The page. Everything that comes from a user, a document or a chat model goes into the page as text (textContent), never as HTML.

const words = {
  tr: {
    tabAsk: "Sor", tabDocuments: "Belgeler",
    heading: "Belgelerinize sorun", lead: "Sorunuzu yazın; yüklediğiniz belgelerden anlamca en yakın bölümler gelsin.",
    placeholder: "Bir soru yazın", submitAsk: "Sor", submitSearch: "Ara", wantAnswer: "Sohbet modeli yanıt yazsın",
    suggestions: "Örnek sorular", shuffle: "Başka sorular",
    answer: "Yanıt", passages: "Bulunan bölümler", passage: n => `${n}. bölüm`, score: "Benzerlik", whole: "Tamamını göster", less: "Kısalt",
    more: "Daha fazla göster", cite: n => `${n}. bölümü göster`,
    nothing: "Hiçbir bölüm bulunamadı. Önce “Belgeler” sekmesinden belge yükleyin.",
    noChat: "Sohbet modeli ayarlı değil; aşağıdakiler soruya en yakın bölümler.",
    chatFailed: "Sohbet modeli yanıt veremedi; bulunan bölümler aşağıda.",
    failed: "Bir şeyler ters gitti", offline: "Sunucuya ulaşılamıyor. Uygulama çalışıyor mu?",
    drop: "Dosyaları buraya bırakın ya da seçmek için dokunun", limits: size => `Metin, Markdown, HTML, PDF, ZIP · dosya başına en çok ${size}`,
    uploading: "Yükleniyor", processing: "Okunuyor ve vektörleri hesaplanıyor…",
    ADDED: n => `Eklendi: ${n} bölüm`, REPLACED: n => `Eskisinin yerine kondu: ${n} bölüm`, UNCHANGED: () => "Zaten var, değişmemiş", DUPLICATE: () => "Aynı içerik başka adla zaten var", progress: (n, of) => `Vektörleri hesaplanıyor: ${n}/${of} bölüm`,
    stored: "Kayıtlı belgeler", filter: "Başlıkta ara", chunks: n => `${n} bölüm`, noDocuments: "Henüz belge yok.", noMatch: "Bu sözü içeren başlık yok.",
    remove: "Sil", cancel: "Vazgeç", confirm: title => `“${title}” ve bütün bölümleri silinsin mi?`,
    demoTitle: "Deneme modeli çalışıyor.", demoText: "Çok küçüktür, yalnızca hazır belgelerle eğitildi. Kendi belgeleriniz için asıl modeli verin (alibayram/embeddingmagibu-200m ya da bir klasör):",
    model: "Model", demoModel: "deneme modeli", dimensions: n => `${n} boyut`, database: "Veritabanı", chat: "Sohbet modeli", none: "yok",
    problems: {
      empty: "Dosya boş (0 bayt).", "no-text": "Dosyada metin yok.", password: "Dosya parola korumalı. Parolasız kaydedip yeniden yükleyin.",
      scanned: "PDF'te metin yok, sayfalar resim; büyük olasılıkla tarama. Önce metin tanıma (OCR) uygulayın: ocrmypdf -l tur giris.pdf cikis.pdf",
      damaged: "Dosya bozuk. Bir görüntüleyicide açıp yeniden kaydedin.", encoding: "Dosyanın karakter kodlaması anlaşılamadı. Bir düzenleyicide UTF-8 olarak kaydedin.",
      unsupported: "Bu dosya türü okunamıyor: metin, Markdown, HTML, PDF ya da bunların ZIP'ini yükleyin.", "too-large": "Dosya çok büyük.",
      "zip-bomb": "ZIP açılınca çok büyük; içinden hiçbir şey alınmadı.", "zip-nested": "ZIP içinde ZIP. Önce dıştakini açın.", "zip-path": "ZIP'in dışına çıkan ya da belge adı olamayacak bir yol.",
      internal: "Uygulama bu dosyada hata verdi; ayrıntısı günlüğünde.", 413: size => `Dosya çok büyük; en çok ${size}.`,
    },
  },
  en: {
    tabAsk: "Ask", tabDocuments: "Documents",
    heading: "Ask your documents", lead: "Type a question and get the passages of your documents that come closest to it in meaning.",
    placeholder: "Type a question", submitAsk: "Ask", submitSearch: "Search", wantAnswer: "Let the chat model write an answer",
    suggestions: "Questions to try", shuffle: "Other questions",
    answer: "Answer", passages: "Passages found", passage: n => `passage ${n}`, score: "Similarity", whole: "Show all", less: "Show less",
    more: "Show more", cite: n => `Show passage ${n}`,
    nothing: "No passage found. Upload documents first, under “Documents”.",
    noChat: "No chat model is set; these are the passages nearest to the question.",
    chatFailed: "The chat model did not answer; the passages found are below.",
    failed: "Something went wrong", offline: "The server cannot be reached. Is the application running?",
    drop: "Drop files here, or tap to choose", limits: size => `Text, Markdown, HTML, PDF, ZIP · at most ${size} per file`,
    uploading: "Uploading", processing: "Reading and computing its vectors…",
    ADDED: n => `Added: ${n} passages`, REPLACED: n => `Replaced the old one: ${n} passages`, UNCHANGED: () => "Already there, unchanged", DUPLICATE: () => "Its content is already there under another name", progress: (n, of) => `Computing vectors: ${n} of ${of} passages`,
    stored: "Stored documents", filter: "Filter by title", chunks: n => `${n} passages`, noDocuments: "No documents yet.", noMatch: "No title has this in it.",
    remove: "Delete", cancel: "Cancel", confirm: title => `Delete “${title}” and all of its passages?`,
    demoTitle: "A demo model is running.", demoText: "It is tiny and was trained on the bundled documents only. For documents of your own set the real model (alibayram/embeddingmagibu-200m, or a folder):",
    model: "Model", demoModel: "demo model", dimensions: n => `${n} dimensions`, database: "Database", chat: "Chat model", none: "none",
    problems: { 413: size => `The file is too large; at most ${size}.` },
  },
};

const $ = id => document.getElementById(id);
const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode: not remembered */ } };
const recall = key => { try { return localStorage.getItem(key); } catch { return null; } };

/** An element with attributes, listeners (onclick: f) and children; strings become text. */
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter(child => child != null));
  return node;
}

let language = recall("language") ?? (navigator.languages?.some(l => l.startsWith("tr")) || !navigator.language ? "tr" : "en");
let t = words[language];
let status = null;
let documents = null;
let suggestions = [];
let current = null; // what the result area shows, so that it can be drawn again in the other language

// ---------------------------------------------------------------- server

class Problem extends Error {
  constructor(details) { super(details.detail ?? details.title ?? ""); this.details = details; }
}

/** What shows the server that a request comes from this page. */
const csrf = () => ({ "X-XSRF-TOKEN": /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? "" });

async function call(path, options) {
  let response;
  try { response = await fetch(path, { ...options, headers: { ...csrf(), ...options?.headers } }); } catch { throw new Problem({ offline: true }); }
  const body = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Problem(body ?? { status: response.status });
  return body;
}

function explain(problem) {
  const { offline, reason, status: code } = problem.details ?? {};
  if (offline) return t.offline;
  const known = t.problems[reason] ?? t.problems[code];
  return typeof known === "function" ? known(size(status?.largestFileBytes)) : known ?? `${t.failed}: ${problem.message || code || problem}`;
}

const size = bytes => bytes ? `${Math.round(bytes / 1048576)} MB` : "";

// ---------------------------------------------------------------- words and tabs

function speak(name) {
  language = name;
  t = words[name];
  document.documentElement.lang = name;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.dataset.t];
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = t[node.dataset.tPlaceholder];
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t[node.dataset.tLabel]);
  for (const other of Object.keys(words)) $(`lang-${other}`).setAttribute("aria-pressed", String(other === name));
  showStatus();
  showDocuments();
  if (current) showResult();
}

function open(tab) {
  for (const name of ["ask", "documents"]) {
    $(`view-${name}`).hidden = name !== tab;
    $(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
  }
}

function showStatus() {
  $("submit").textContent = status?.chatModel && $("want-answer").checked ? t.submitAsk : t.submitSearch;
  if (!status) return;
  const { model, database, chatModel } = status;
  $("demo").hidden = !model.demo;
  $("answer-choice").hidden = !chatModel;
  $("limits").textContent = t.limits(size(status.largestFileBytes));
  const fact = (name, value) => el("span", {}, `${name}: `, el("b", {}, value));
  $("status").replaceChildren(
    fact(t.model, `${model.demo ? t.demoModel : model.name} (${t.dimensions(model.dimension)}, ${model.device})`),
    fact(t.database, `${database.description} (${database.kind})`),
    fact(t.chat, chatModel ?? t.none));
}

// ---------------------------------------------------------------- questions

function showSuggestions() {
  const some = [...suggestions].sort(() => Math.random() - 0.5).slice(0, 6);
  $("chips").replaceChildren(...some.map(({ question }) =>
    el("li", {}, el("button", { onclick: () => submit(question) }, question))));
  $("suggestions").hidden = some.length === 0;
}

function submit(question) {
  $("question").value = question;
  history.pushState(null, "", `?q=${encodeURIComponent(question)}`);
  find(question, 5);
}

async function find(question, k) {
  const wantAnswer = status?.chatModel && $("want-answer").checked;
  const mine = { question, k, loading: true };
  current = mine;
  showResult();
  try {
    Object.assign(mine, wantAnswer
      ? await call("api/ask", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ question, k }) })
      : await call(`api/search?q=${encodeURIComponent(question)}&k=${k}`));
  } catch (problem) {
    mine.problem = problem;
    mine.passages = problem.details?.passages;
  }
  mine.loading = false;
  if (current === mine) showResult(); // a later question may have overtaken this one
}

function showResult() {
  const { question, k, loading, problem, answer, passages } = current;
  const parts = [];
  $("hero").hidden = true;
  $("submit").disabled = loading;
  $("result").setAttribute("aria-busy", String(loading));
  if (loading) parts.push(...[1, 2, 3].map(() => el("div", { class: "skeleton" })));
  if (problem) parts.push(el("p", { class: "error", role: "alert" }, passages ? `${t.chatFailed} ${problem.message}` : explain(problem)));
  if (answer) parts.push(el("article", { class: "answer" }, el("h2", {}, t.answer), el("p", {}, ...withCitations(answer, passages))));
  if (passages?.length) {
    if (!answer && !problem && !status?.chatModel) parts.push(el("p", { class: "note" }, t.noChat));
    parts.push(el("h2", {}, t.passages), el("ol", { class: "passages" }, ...passages.map(passageCard)));
    if (passages.length === k && k < 50) parts.push(el("button", { class: "link more", onclick: () => find(question, Math.min(50, k + 10)) }, t.more));
  } else if (passages && !loading && !problem) {
    parts.push(el("p", { class: "empty" }, t.nothing));
  }
  $("result").replaceChildren(...parts);
  for (const card of $("result").querySelectorAll(".passage")) addToggle(card);
}

function passageCard({ number, similarity: score, source, title, firstChunk: position, text }) {
  return el("li", { class: "passage", id: `passage-${number}`, tabindex: "-1" },
    el("header", {},
      el("span", { class: "number" }, `[${number}]`),
      el("h3", {}, title),
      el("span", { class: "score", title: t.score },
        el("progress", { class: "meter", max: "1", value: String(Math.max(0, score)), "aria-label": t.score }),
        score.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }))),
    el("div", { class: "source" }, `${source} · ${t.passage(position + 1)}`),
    el("p", { class: "text short" }, text));
}

/** A way to the whole text, where it is cut. */
function addToggle(card) {
  const text = card.querySelector(".text");
  if (text.scrollHeight > text.clientHeight + 2) {
    card.append(el("button", { class: "link toggle", onclick: () => showWhole(card, text.classList.contains("short")) }, t.whole));
  }
}

function showWhole(card, whole) {
  card.querySelector(".text").classList.toggle("short", !whole);
  const toggle = card.querySelector(".toggle");
  if (toggle) toggle.textContent = whole ? t.less : t.whole;
}

function withCitations(answer, passages) {
  return answer.split(/(\[\d{1,3}\])/).map(part => {
    const number = /^\[(\d+)\]$/.exec(part)?.[1];
    return number && passages.some(p => p.number === Number(number))
      ? el("button", { class: "cite", title: t.cite(number), onclick: () => openPassage(number) }, part)
      : part;
  });
}

function openPassage(number) {
  const card = $(`passage-${number}`);
  for (const other of document.querySelectorAll(".cited")) other.classList.remove("cited");
  showWhole(card, true);
  card.classList.add("cited");
  card.scrollIntoView({ behavior: "smooth", block: "center" });
  card.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- documents

async function refresh() {
  [status, documents] = await Promise.all([call("api/status"), call("api/documents")]);
  showStatus();
  showDocuments();
}

function showDocuments() {
  $("document-count").textContent = documents?.length ?? "";
  if (!documents) return;
  const wanted = $("filter").value.toLocaleLowerCase(language);
  const shown = documents.filter(d => `${d.title} ${d.source}`.toLocaleLowerCase(language).includes(wanted))
    .sort((a, b) => a.title.localeCompare(b.title, language));
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  $("documents").replaceChildren(shown.length === 0
    ? el("p", { class: "empty" }, documents.length ? t.noMatch : t.noDocuments)
    : el("ul", { class: "documents" }, ...shown.map(d => el("li", {},
        el("div", {}, el("b", {}, d.title), el("small", {}, `${d.source} · ${t.chunks(d.chunkCount)} · ${day.format(new Date(d.storedAt))}`)),
        el("button", { class: "remove", title: t.remove, "aria-label": `${t.remove}: ${d.title}`, onclick: () => remove(d) }, bin())))));
}

function bin() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [k, v] of Object.entries({ viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": true })) svg.setAttribute(k, v);
  for (const [k, v] of Object.entries({ d: "M4 7h16M10 11v6m4-6v6M6 7l1 13h10l1-13M9 7V4h6v3", fill: "none", stroke: "currentColor", "stroke-width": 1.7, "stroke-linecap": "round", "stroke-linejoin": "round" })) path.setAttribute(k, v);
  svg.append(path);
  return svg;
}

function remove(d) {
  $("confirm-text").textContent = t.confirm(d.title);
  $("confirm").returnValue = "";
  $("confirm").onclose = async () => {
    if ($("confirm").returnValue !== "delete") return;
    try { await call(`api/documents/${d.id}`, { method: "DELETE" }); } catch (problem) { $("uploads").prepend(el("li", { class: "failed" }, explain(problem))); }
    await refresh();
  };
  $("confirm").showModal();
}

/** One request per file, so that each has its own progress and its own outcome; one after the other. */
async function upload(files) {
  const rows = [...files].map(file => {
    const bar = el("progress", { max: "1", value: "0" });
    const message = el("span", {}, t.uploading);
    $("uploads").prepend(el("li", {}, el("b", {}, file.name), bar, message));
    return { file, bar, message };
  });
  for (const { file, bar, message } of rows) {
    try {
      const jobs = await send(file, part => {
        bar.value = part;
        if (part === 1) { bar.removeAttribute("value"); message.textContent = t.processing; }
      });
      for (const job of jobs) {
        const text = jobs.length === 1 ? message : line(job.source, message.parentNode);
        const done = await finish(job, now => { text.textContent = now.chunksTotal ? t.progress(now.chunksDone, now.chunksTotal) : t.processing; });
        text.textContent = outcome(done);
        text.className = done.state === "failed" ? "failed" : "done";
      }
      if (jobs.length > 1) message.textContent = "";
    } catch (problem) {
      message.textContent = explain(problem);
      message.className = "failed";
    }
    bar.remove();
  }
  await refresh();
}

/** A line for a file of a ZIP. */
function line(name, after) {
  const text = el("span", {}, t.processing);
  after.after(el("li", {}, el("b", {}, name), text));
  return text;
}

/** Waits until the queue is through with the job. */
async function finish(job, onProgress) {
  while (["queued", "reading", "embedding"].includes(job.state)) {
    onProgress(job);
    await new Promise(resolve => setTimeout(resolve, 250));
    job = await call(`api/ingest/${job.id}`);
  }
  return job;
}

function outcome(job) {
  if (job.state === "failed") return explain(new Problem({ reason: job.reason, detail: job.message }));
  return t[job.state === "stored" ? (job.replaced ? "REPLACED" : "ADDED") : job.state.toUpperCase()]?.(job.chunksTotal) ?? job.state;
}

/** XMLHttpRequest, because fetch does not tell how far an upload is. */
function send(file, onProgress) {
  return new Promise((resolve, reject) => {
    if (status && file.size > status.largestFileBytes) return reject(new Problem({ status: 413 }));
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file);
    request.responseType = "json";
    request.upload.onprogress = event => onProgress(event.loaded / event.total);
    request.onload = () => request.status < 300 ? resolve(request.response) : reject(new Problem(request.response ?? { status: request.status }));
    request.onerror = () => reject(new Problem({ offline: true }));
    request.open("POST", "api/documents");
    for (const [name, value] of Object.entries(csrf())) request.setRequestHeader(name, value);
    request.send(form);
  });
}

// ---------------------------------------------------------------- start

$("ask-form").addEventListener("submit", event => {
  event.preventDefault();
  const question = $("question").value.trim();
  if (question) submit(question); else $("question").focus();
});
$("want-answer").addEventListener("change", showStatus);
$("shuffle").addEventListener("click", showSuggestions);
$("tab-ask").addEventListener("click", () => open("ask"));
$("tab-documents").addEventListener("click", () => open("documents"));
$("filter").addEventListener("input", showDocuments);
$("files").addEventListener("change", event => { upload([...event.target.files]); event.target.value = ""; });
for (const name of ["dragover", "dragleave", "drop"]) {
  $("drop").addEventListener(name, event => {
    event.preventDefault();
    $("drop").classList.toggle("over", name === "dragover");
    if (name === "drop") upload(event.dataTransfer.files);
  });
}
for (const name of Object.keys(words)) {
  $(`lang-${name}`).addEventListener("click", () => { remember("language", name); speak(name); });
}
window.addEventListener("popstate", fromAddress);

function fromAddress() {
  const question = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  $("question").value = question;
  if (question) return find(question, 5);
  current = null;
  $("result").replaceChildren();
  $("hero").hidden = false;
}

speak(language);
try {
  await refresh();
  suggestions = await call("api/questions");
  showSuggestions();
  await fromAddress();
} catch (problem) {
  $("result").replaceChildren(el("p", { class: "error", role: "alert" }, explain(problem)));
}
