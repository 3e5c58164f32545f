// The login: sends the form with the token that shows it came from this page, and goes on to the page that was asked for.

const words = {
  tr: {
    title: "Giriş · Magibu", user: "Kullanıcı adı", password: "Parola", submit: "Giriş yap",
    wrong: "Kullanıcı adı ya da parola yanlış.", often: seconds => `Çok fazla deneme yapıldı. ${seconds} saniye sonra yeniden deneyin.`,
    failed: "Giriş yapılamadı. Yeniden deneyin.", offline: "Sunucuya ulaşılamıyor. Uygulama çalışıyor mu?",
  },
  en: {
    title: "Log in · Magibu", user: "User name", password: "Password", submit: "Log in",
    wrong: "The user name or the password is wrong.", often: seconds => `Too many attempts. Try again in ${seconds} seconds.`,
    failed: "The login failed. Try again.", offline: "The server cannot be reached. Is the application running?",
  },
};

const $ = id => document.getElementById(id);

function chosenLanguage() {
  try { return localStorage.getItem("language"); } catch { return null; }
}

const language = chosenLanguage() ?? (navigator.languages?.some(l => l.startsWith("tr")) || !navigator.language ? "tr" : "en");
const t = words[language] ?? words.tr;
document.documentElement.lang = language;
document.title = t.title;
for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.dataset.t];

async function logIn(form) {
  const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  let response;
  try {
    response = await fetch("login", { method: "POST", headers: { "X-XSRF-TOKEN": token }, body: new URLSearchParams(new FormData(form)) });
  } catch { return t.offline; }
  if (response.ok) {
    location.replace("./" + location.search + location.hash);
    return "";
  }
  if (response.status === 401) return t.wrong;
  if (response.status === 429) return t.often(response.headers.get("Retry-After"));
  return t.failed;
}

$("login").addEventListener("submit", async event => {
  event.preventDefault();
  $("submit").disabled = true;
  $("problem").textContent = "";
  const problem = await logIn(event.target);
  $("problem").textContent = problem;
  $("submit").disabled = false;
  if (problem) $("password").select();
});
