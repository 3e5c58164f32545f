// The login: sends the form with the CSRF token, then goes to the requested page.
import { csrf } from "./api.js";
import { $ } from "./dom.js";
import { explain, speak, t } from "./words.js";

$("login").addEventListener("submit", async event => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target));
  const { ok, status } = await fetch("login", { method: "POST", headers: csrf(), body }).catch(() => ({ status: 0 }));
  if (ok) return location.replace("./" + location.search + location.hash);
  $("problem").textContent = status === 401 ? t.wrongPassword : explain({ 0: "offline", 403: "csrf" }[status]);
  $("problem").hidden = false;
  $("password").select();
});
$("show-password").addEventListener("change", event => { $("password").type = event.target.checked ? "text" : "password"; });
speak(() => { document.title = `${t.login} · Magibu`; });
