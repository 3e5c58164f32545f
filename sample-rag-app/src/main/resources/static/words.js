// The page's texts in Turkish and English. A text that contains numbers or names is a function.
const texts = {
  tabAsk: ["Sor", "Ask"], tabDocuments: ["Belgeler", "Documents"], about: ["Hakkında", "About"], close: ["Kapat", "Close"],
  skip: ["İçeriğe geç", "Skip to content"], heading: ["Belgelerinize sorun", "Ask your documents"], search: ["Ara", "Search"],
  lead: ["Siz yazdıkça en yakın bölümler gösterilir.", "As you type, the closest passages appear."],
  leadAsk: ["Enter’a basınca yanıt, kaynaklarıyla yazılır.", "Press Enter to get an answer with its sources."],
  placeholder: ["Bir soru yazın", "Type a question"], suggestions: ["Örnek sorular", "Questions to try"],
  followUp: ["Devamını sorun ya da yeni bir soru yazın", "Ask a follow-up or a new question"], filters: ["Filtreler", "Filters"],
  document: ["Belge", "Document"], choose: ["Belge seçin…", "Choose a document…"], mode: ["Arama biçimi", "Search by"],
  hybrid: ["Anlam ve sözcük", "Meaning and words"], vector: ["Yalnızca anlam", "Meaning only"], from: ["Başlangıç", "From"],
  text: ["Yalnızca sözcük", "Words only"], uploadDate: ["Yüklenme tarihi", "Upload date"], to: ["Bitiş", "To"],
  without: [name => `Filtreyi kaldır: ${name}`, name => `Remove filter: ${name}`], sources: ["Kaynaklar", "Sources"],
  passages: [n => `Bulunan bölümler (${n})`, n => `Passages found (${n})`], good: ["iyi eşleşme", "good match"],
  others: [n => `Bulunan diğer bölümler (${n})`, n => `Other passages found (${n})`], weak: ["zayıf eşleşme", "weak match"],
  place: [(first, last) => `${first === last ? "" : `${first}.–`}${last}. bölüm`,
    (first, last) => first === last ? `part ${first}` : `parts ${first}–${last}`], whole: ["Tamamını göster", "Show all"],
  of: [(n, all) => `${all} bölümden ${n}.`, (n, all) => `Part ${n} of ${all}`], less: ["Kısalt", "Show less"],
  cite: [(n, title) => `${n}. kaynak: ${title}`, (n, title) => `Source ${n}: ${title}`], stop: ["Durdur", "Stop"],
  uncited: ["Bu cümle için kaynak belirtilmedi; belgelerden kontrol edin.",
    "This sentence has no source; check the documents."], searched: ["Şöyle arandı:", "Searched for:"],
  working: ["Yanıt hazırlanıyor…", "Preparing the answer…"], stopped: ["Durduruldu.", "Stopped."], copy: ["Kopyala", "Copy"],
  copied: ["Kopyalandı", "Copied"], edit: ["Soruyu düzenle", "Edit question"], upload: ["Belge yükle", "Upload documents"],
  newConversation: ["Yeni konuşma", "New conversation"], notInDocuments: ["Belgelerde yok.", "Not in the documents."],
  nothing: ["Hiçbir bölüm bulunamadı.", "No passage found."], again: ["Yeniden dene", "Try again"],
  otherWords: ["Soruyu başka sözcüklerle sorun ya da konuyla ilgili belge yükleyin.",
    "Rephrase the question, or upload documents on the subject."], inside: ["Bu belgede ara", "Search in this document"],
  noChatModel: ["Sohbet modeli bağlı değil; bulunan bölümleri okuyabilirsiniz.",
    "No chat model is connected; you can read the passages."], download: ["Özgün dosyayı indir", "Download original file"],
  noDocuments: ["Henüz belge yok. Önce belge yükleyin.", "There are no documents yet. Upload some first."],
  retrying: ["Birazdan kendiliğinden yeniden denenecek.", "The page tries again shortly."], waiting: ["Sırada", "Waiting"],
  drop: ["Dosyaları buraya bırakın ya da seçmek için tıklayın", "Drop files here, or click to choose"],
  limits: [(kinds, most) => `${kinds} · dosya başına en çok ${most}`, (kinds, most) => `${kinds} · at most ${most} per file`],
  documents: ["Yüklenen belgeler", "Uploaded documents"], chunks: [n => `${n} bölüm`, n => n === 1 ? "1 part" : `${n} parts`],
  reading: ["Okunuyor", "Reading"], stored: ["Eklendi", "Added"], cancelled: ["İptal edildi", "Cancelled"],
  embedding: [(done, total) => `İşleniyor: ${done}/${total}`, (done, total) => `Processing: ${done}/${total}`],
  sending: ["Yükleniyor", "Uploading"], saving: ["Kaydediliyor", "Saving"], cancel: ["İptal", "Cancel"],
  unchanged: ["Bu dosya zaten yüklü, değişiklik yok", "This file is already uploaded and has not changed"],
  oldVersion: ["Önceki sürüm aranabilir durumda.", "The previous version stays searchable."], remove: ["Sil", "Delete"],
  confirm: [name => `“${name}” silinsin mi? Bu işlem geri alınamaz.`, name => `Delete “${name}”? This cannot be undone.`],
  signOut: [name => `Çıkış yap (${name})`, name => `Sign out (${name})`], help: ["Klavye kısayolları", "Keyboard shortcuts"],
  keys: [["Soru kutusuna git", "Sonraki bölüm", "Önceki bölüm", "Sor ya da seçili bölümü aç", "Kapat, durdur, sil",
    "Bu pencere"], ["Go to the question", "Next passage", "Previous passage", "Ask, or open the passage", "Close, stop, clear",
    "This window"]], login: ["Giriş yap", "Sign in"], username: ["Kullanıcı adı", "User name"], password: ["Parola", "Password"],
  facts: [["Model", "Boyut", "Hassasiyet", "Aygıt", "Model kimliği", "Veritabanı", "Sohbet modeli"], ["Model", "Dimensions",
    "Precision", "Device", "Model identity", "Database", "Chat model"]], showPassword: ["Parolayı göster", "Show password"],
  aboutDemo: ["Deneme modeli yalnızca örnek belgelerle eğitildi. Kendi belgeleriniz için şunu ayarlayın: magibu.embedding.model",
    "The trial model knows the sample documents only. For your own, set: magibu.embedding.model"],
  wrongPassword: ["Kullanıcı adı ya da parola yanlış.", "The user name or the password is wrong."],
};
const persists = ["Yeniden deneyin; sürerse yöneticinize bildirin.", "Try again. If this persists, tell your administrator."];
const later = ["Biraz sonra yeniden deneyin.", "Try again later."];
const admin = ["Yöneticinize bildirin.", "Tell your administrator."];
const split = ["Bölüp parça parça yükleyin.", "Upload it in parts."];
const pdf = ["Belgeyi PDF olarak kaydedip yükleyin.", "Save the document as PDF and upload it."];
const problems = {
  offline: ["Sunucuya ulaşılamıyor.", "The server is unreachable.", persists],
  internal: ["Beklenmeyen bir hata oldu.", "Something went wrong.", persists],
  "bad-request": ["İstek anlaşılamadı. Filtreleri temizleyin.", "The request is invalid. Clear the filters."],
  "question-too-long": ["Soru çok uzun. En çok 2.000 karakter yazın.", "The question is too long. Use at most 2,000 characters."],
  "bad-name": ["Dosya adı çok uzun ya da geçersiz. Adını değiştirin.", "The file name is too long or invalid. Rename it."],
  "too-large": ["Dosya ya da metni çok büyük.", "The file or its text is too large.", split],
  unauthorized: ["Oturumunuz kapandı. Yeniden giriş yapın.", "Your session has ended. Sign in again."],
  "not-found": ["Bu belge artık yok.", "This document no longer exists."],
  "not-retryable": ["Bu dosya yeniden denenemez. Yeniden yükleyin.", "This file cannot be retried. Upload it again."],
  "not-running": ["Belgenin işlenmesi zaten bitti.", "The document is already processed."],
  csrf: ["İstek doğrulanamadı. Sayfayı yenileyin.", "The request could not be verified. Reload the page."],
  overloaded: ["Sunucu şu anda yoğun.", "The server is busy.", later],
  "database-unavailable": ["Belgelere şu anda ulaşılamıyor.", "The documents are unavailable.", persists],
  empty: ["Dosya boş. Doğru dosyayı seçtiğinizden emin olun.", "The file is empty. Check that it is the right one."],
  "no-text": ["Dosyada okunacak metin yok.", "The file contains no readable text."],
  scanned: ["PDF taranmış sayfalardan oluşuyor. Metinli bir kopya yükleyin.", "The PDF is scanned. Upload a copy with text."],
  encrypted: ["Dosya parola korumalı. Parolasız kaydedip yükleyin.", "The file has a password. Save it without one."],
  damaged: ["Dosya bozuk. Açıp yeniden kaydedin, sonra yükleyin.", "The file is damaged. Open it, save it again, upload it."],
  unsupported: ["Bu dosya türü desteklenmiyor.", "This file type is not supported.", pdf],
  "office-missing": ["Word, Excel, PowerPoint burada okunamıyor.", "Word, Excel and PowerPoint are unsupported.", pdf],
  encoding: ["Karakter kodlaması tanınmadı. Dosyayı UTF-8 olarak kaydedin.", "The text encoding is unknown. Save the file as UTF-8."],
  "too-long": ["Dosyayı okumak çok uzun sürdü.", "Reading the file took too long.", split],
  "chat-unreachable": ["Sohbet modeline ulaşılamıyor.", "The chat model is unreachable.", persists],
  "chat-unauthorized": ["Sohbet modeli bu uygulamayı kabul etmiyor.", "The chat model rejects this application.", admin],
  "chat-not-found": ["Ayarlanan sohbet modeli bulunamadı.", "The configured chat model does not exist.", admin],
  "chat-rate-limited": ["Sohbet modeli şu anda çok yoğun.", "The chat model is busy.", later],
  "chat-timeout": ["Sohbet modeli zamanında yanıt vermedi.", "The chat model did not answer in time.", later],
  "chat-interrupted": ["Yanıt yarıda kesildi.", "The answer was interrupted.", later],
  "chat-failed": ["Sohbet modeli hata verdi.", "The chat model failed.", persists],
};
let language = localStorage.getItem("language") ?? (navigator.languages?.some(name => name.startsWith("tr")) ? "tr" : "en");
const inLanguage = pair => pair?.[language === "en" ? 1 : 0];
export const t = new Proxy(texts, { get: (_, key) => inLanguage(texts[key]) });
export function explain(code) {
  const problem = problems[code] ?? problems.internal;
  return [inLanguage(problem), inLanguage(problem[2])].filter(Boolean).join(" ");
}
export const day = time => new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(time));
export const megabytes = bytes => `${(bytes / 1048576).toLocaleString(language, { maximumFractionDigits: 1 })} MB`;
/** Changes the language of everything marked with data-t, and redraws the rest. */
export function speak(redraw, chosen) {
  if (chosen) localStorage.setItem("language", language = chosen);
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.dataset.t];
  for (const node of document.querySelectorAll("[data-t-label]")) node.ariaLabel = node.title = t[node.dataset.tLabel];
  for (const choice of document.querySelectorAll(".languages button")) {
    choice.ariaPressed = String(choice.lang === language);
    choice.onclick = () => speak(redraw, choice.lang);
  }
  redraw();
}
