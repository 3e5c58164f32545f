// The page's two languages. A word with numbers or names in it is a function.

export const words = {
  tr: {
    tabs: "Görünümler", tabAsk: "Sor", tabDocuments: "Belgeler", tabMap: "Harita", skip: "İçeriğe geç", help: "Klavye kısayolları", signOut: "Çıkış",
    heading: "Belgelerinize sorun", leadSearch: "Yazdıkça, belgelerinizden anlamca en yakın bölümler gelir.",
    leadAsk: "Yazdıkça en yakın bölümler gelir; Enter’a basınca yanıt, kaynaklarıyla yazılır.",
    placeholder: "Bir soru yazın", followUp: "Devamını sorun ya da yeni bir soru yazın", submitAsk: "Sor", submitSearch: "Ara",
    suggestions: "Örnek sorular", shuffle: "Başka sorular",
    filters: "Süzgeçler", mode: "Arama", modes: { hybrid: "Anlam + sözcük", vector: "Anlam", text: "Sözcük" },
    filterDocument: "Belge", addDocument: "Belge adı yazın", filterTag: "Etiket", from: "Şu günden", to: "Şu güne", clear: "Temizle",
    without: name => `${name} süzgecini kaldır`, anyDocument: "Hepsi",
    answer: "Yanıt", passages: "Bulunan bölümler", sources: n => `Bulunan bölümler (${n})`, found: n => `${n} bölüm bulundu`,
    chunk: (first, last) => first === last ? `${first}. bölüm` : `${first}.–${last}. bölümler`,
    similarity: "Anlam yakınlığı", foundBy: { vector: "anlamca", text: "sözcükle" }, whole: "Tamamını göster", less: "Kısalt", more: "Daha fazla göster",
    cite: (n, title) => `${n}. kaynak: ${title}`, uncited: "Bu cümle bir kaynağa bağlanmadı", standalone: "Şöyle arandı:",
    writing: "Yanıt yazılıyor…", searching: "Bölümler aranıyor…", stop: "Durdur", stopped: "Durduruldu.", newConversation: "Yeni konuşma", earlier: "Önceki sorular",
    notInDocuments: "Belgelerde yok.", notInDocumentsMore: "Bulunan bölümler bu soruyu yanıtlamıyor. Başka sözlerle sorun ya da konuyla ilgili belge yükleyin.",
    chatBroke: "Sohbet modeli yanıtı bitiremedi.",
    nothing: "Hiçbir bölüm bulunamadı.", nothingFiltered: "Bu süzgeçlerle hiçbir bölüm bulunamadı.", nothingStored: "Henüz belge yok. “Belgeler” bölümünden yükleyin.",
    failed: "Bir şeyler ters gitti", offline: "Sunucuya ulaşılamıyor. Uygulama çalışıyor mu?", again: "Yeniden dene",
    reader: "Belge", close: "Kapat", previous: "Önceki bölüm", next: "Sonraki bölüm", place: (n, of) => `${n} / ${of}. bölüm`, gone: "Bu belge artık yok.",
    searchInside: "Bu belgede ara",
    drop: "Dosyaları buraya bırakın ya da seçmek için dokunun", limits: size => `Metin, Markdown, HTML, PDF, ZIP · dosya başına en çok ${size}`,
    tagsForUpload: "Etiketler (virgülle, isteğe bağlı)", uploading: "Yükleniyor", uploads: "Yüklemeler", clearFinished: "Bitenleri kaldır",
    job: { queued: "Sırada", reading: "Okunuyor", unchanged: "Zaten var, değişmemiş", duplicate: "Aynı içerik başka adla zaten var", cancelled: "İptal edildi" },
    embedding: (n, of) => `Vektörleri hesaplanıyor: ${n}/${of} bölüm`,
    stored: n => n ? `Eklendi: ${n} bölüm` : "Eklendi", replaced: n => n ? `Eskisinin yerine kondu: ${n} bölüm` : "Eskisinin yerine kondu",
    cancelUpload: name => `İptal: ${name}`, retry: "Yeniden dene", dismiss: name => `Listeden kaldır: ${name}`,
    documents: "Kayıtlı belgeler", filter: "Başlık, dosya ya da etiket", chunks: n => `${n} bölüm`, noDocuments: "Henüz belge yok.", noMatch: "Bu sözü içeren belge yok.",
    remove: "Sil", cancel: "Vazgeç", confirm: title => `“${title}” ve bütün bölümleri silinsin mi?`,
    mapHeading: "Belgelerin haritası", mapLead: "Her nokta bir bölüm. Anlamca yakın bölümler yan yana durur.", mapNote: (n, of) => `${of} bölümden rastgele ${n} tanesi gösteriliyor.`,
    mapCount: (n, documents) => `${documents} belgeden ${n} bölüm`, mapLoading: "Harita hesaplanıyor…", mapEmpty: "Haritaya konacak bölüm yok. Önce belge yükleyin.",
    colour: "Renk", byDocument: "belgeye göre", byTag: "etikete göre", untagged: "etiketsiz", zoomIn: "Yakınlaş", zoomOut: "Uzaklaş", zoomReset: "Hepsini göster",
    mapKeys: "Harita: ok tuşlarıyla kaydırın, + ve − ile yakınlaşın, 0 ile hepsini görün. Noktaların listesi aşağıdadır.", mapList: "Liste olarak",
    demoTitle: "Deneme modeli çalışıyor.", demoText: "Çok küçüktür, yalnızca hazır belgelerle eğitildi. Kendi belgeleriniz için asıl modeli verin (alibayram/embeddingmagibu-200m ya da bir klasör):",
    model: "Model", demoModel: "deneme modeli", dimensions: n => `${n} boyut`, database: "Veritabanı", chat: "Sohbet modeli", none: "yok", user: "Kullanıcı",
    keys: { "/": "Soruya git", "↓ j": "Sonraki bölüm", "↑ k": "Önceki bölüm", Enter: "Sor; seçili bölümü belgesinde aç", Esc: "Kapat, durdur, soruyu sil", "?": "Bu yardım" },
    problems: {
      empty: "Dosya boş (0 bayt).", "no-text": "Dosyada metin yok.", password: "Dosya parola korumalı. Parolasız kaydedip yeniden yükleyin.",
      scanned: "PDF'te metin yok, sayfalar resim; büyük olasılıkla tarama. Önce metin tanıma (OCR) uygulayın: ocrmypdf -l tur giris.pdf cikis.pdf",
      damaged: "Dosya bozuk. Bir görüntüleyicide açıp yeniden kaydedin.", encoding: "Dosyanın karakter kodlaması anlaşılamadı. Bir düzenleyicide UTF-8 olarak kaydedin.",
      unsupported: "Bu dosya türü okunamıyor: metin, Markdown, HTML, PDF ya da bunların ZIP'ini yükleyin.", "too-large": "Belge için fazla uzun bir metin.",
      "zip-bomb": "ZIP açılınca çok büyük; içinden hiçbir şey alınmadı.", "zip-nested": "ZIP içinde ZIP. Önce dıştakini açın.", "zip-path": "ZIP'in dışına çıkan ya da belge adı olamayacak bir yol.",
      unreadable: "Dosya artık yerinde değil ya da okunmasına izin verilmiyor.",
      internal: "Uygulama bu dosyada hata verdi; ayrıntısı günlüğünde.",
      "chat-timeout": "Sohbet modeli süresinde yanıt vermedi.", "chat-key": "Sohbet modeli anahtarı kabul etmiyor (SAMPLE_CHAT_API_KEY).", "chat-unknown-model": "Sunucu bu adda bir sohbet modeli tanımıyor (sample.chat.model).",
      "chat-busy": "Sohbet modeli şu anda çok yoğun; biraz sonra yeniden deneyin.", "chat-unreachable": "Sohbet modeline ulaşılamıyor (sample.chat.base-url).", "chat-cut": "Yanıt yarıda kesildi.", "chat-failed": "Sohbet modeli hata verdi; ayrıntısı günlükte.",
    },
    tooLarge: size => `Dosya çok büyük; en çok ${size}.`, tooOften: seconds => `Çok sık istek geldi. ${seconds} saniye sonra yeniden deneyin.`,
  },
  en: {
    tabs: "Views", tabAsk: "Ask", tabDocuments: "Documents", tabMap: "Map", skip: "Skip to content", help: "Keyboard shortcuts", signOut: "Sign out",
    heading: "Ask your documents", leadSearch: "As you type, the passages of your documents that come closest in meaning appear.",
    leadAsk: "As you type, the closest passages appear; press Enter and an answer is written, with its sources.",
    placeholder: "Type a question", followUp: "Ask on, or type a new question", submitAsk: "Ask", submitSearch: "Search",
    suggestions: "Questions to try", shuffle: "Other questions",
    filters: "Filters", mode: "Search by", modes: { hybrid: "Meaning + words", vector: "Meaning", text: "Words" },
    filterDocument: "Document", addDocument: "Type a document’s name", filterTag: "Tag", from: "Stored from", to: "Stored until", clear: "Clear",
    without: name => `Remove the filter ${name}`, anyDocument: "All",
    answer: "Answer", passages: "Passages found", sources: n => `Passages found (${n})`, found: n => n === 1 ? "1 passage found" : `${n} passages found`,
    chunk: (first, last) => first === last ? `passage ${first}` : `passages ${first}–${last}`,
    similarity: "Closeness in meaning", foundBy: { vector: "by meaning", text: "by words" }, whole: "Show all", less: "Show less", more: "Show more",
    cite: (n, title) => `Source ${n}: ${title}`, uncited: "This sentence names no source", standalone: "Searched for:",
    writing: "The answer is being written…", searching: "Looking for passages…", stop: "Stop", stopped: "Stopped.", newConversation: "New conversation", earlier: "Earlier questions",
    notInDocuments: "Not in the documents.", notInDocumentsMore: "The passages found do not answer this question. Put it in other words, or upload documents about it.",
    chatBroke: "The chat model did not finish the answer.",
    nothing: "No passage found.", nothingFiltered: "No passage found with these filters.", nothingStored: "No documents yet. Upload some under “Documents”.",
    failed: "Something went wrong", offline: "The server cannot be reached. Is the application running?", again: "Try again",
    reader: "Document", close: "Close", previous: "Previous passage", next: "Next passage", place: (n, of) => `Passage ${n} of ${of}`, gone: "This document is no longer there.",
    searchInside: "Search in this document",
    drop: "Drop files here, or tap to choose", limits: size => `Text, Markdown, HTML, PDF, ZIP · at most ${size} per file`,
    tagsForUpload: "Tags (with commas, optional)", uploading: "Uploading", uploads: "Uploads", clearFinished: "Clear finished",
    job: { queued: "Waiting", reading: "Reading", unchanged: "Already there, unchanged", duplicate: "Its content is already there under another name", cancelled: "Cancelled" },
    embedding: (n, of) => `Computing vectors: ${n} of ${of} passages`,
    stored: n => n ? `Added: ${n === 1 ? "1 passage" : `${n} passages`}` : "Added",
    replaced: n => n ? `Replaced the old one: ${n === 1 ? "1 passage" : `${n} passages`}` : "Replaced the old one",
    cancelUpload: name => `Cancel: ${name}`, retry: "Try again", dismiss: name => `Take off the list: ${name}`,
    documents: "Stored documents", filter: "Title, file or tag", chunks: n => n === 1 ? "1 passage" : `${n} passages`, noDocuments: "No documents yet.", noMatch: "No document has this in it.",
    remove: "Delete", cancel: "Cancel", confirm: title => `Delete “${title}” and all of its passages?`,
    mapHeading: "A map of the documents", mapLead: "Each point is a passage. Passages close in meaning are next to each other.", mapNote: (n, of) => `A random ${n} of ${of} passages are shown.`,
    mapCount: (n, documents) => `${n} passages of ${documents} documents`, mapLoading: "The map is being computed…", mapEmpty: "There is nothing to put on the map. Upload documents first.",
    colour: "Colour", byDocument: "by document", byTag: "by tag", untagged: "no tag", zoomIn: "Zoom in", zoomOut: "Zoom out", zoomReset: "Show all",
    mapKeys: "Map: move with the arrow keys, zoom with + and −, see all with 0. A list of the points is below.", mapList: "As a list",
    demoTitle: "A demo model is running.", demoText: "It is tiny and was trained on the bundled documents only. For documents of your own set the real model (alibayram/embeddingmagibu-200m, or a folder):",
    model: "Model", demoModel: "demo model", dimensions: n => `${n} dimensions`, database: "Database", chat: "Chat model", none: "none", user: "User",
    keys: { "/": "Go to the question", "↓ j": "Next passage", "↑ k": "Previous passage", Enter: "Ask; open the selected passage in its document", Esc: "Close, stop, clear the question", "?": "This help" },
    problems: {}, // the server's own words are English
    tooLarge: size => `The file is too large; at most ${size}.`, tooOften: seconds => `Too many requests. Try again in ${seconds} seconds.`,
  },
};

const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode: not remembered */ } };
const recall = key => { try { return localStorage.getItem(key); } catch { return null; } };

export let language = recall("language") ?? (navigator.languages?.some(l => l.startsWith("tr")) || !navigator.language ? "tr" : "en");
if (!words[language]) language = "tr";
export let t = words[language];

const listeners = [];

/** Called after the language has changed. */
export const onLanguage = listener => listeners.push(listener);

/** Changes the language: of all that is marked with data-t, and of what the listeners draw. */
export function speak(name, chosen = false) {
  language = name;
  t = words[name];
  if (chosen) remember("language", name);
  document.documentElement.lang = name;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.dataset.t];
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = t[node.dataset.tPlaceholder];
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t[node.dataset.tLabel]);
  for (const node of document.querySelectorAll("[data-t-title]")) node.title = t[node.dataset.tTitle];
  for (const listener of listeners) listener();
}

/** What went wrong, in the page's language. */
export function explain(problem, largestFile) {
  const { offline, reason, status, retryAfter } = problem.details ?? {};
  if (offline) return t.offline;
  if (status === 429 && reason !== "chat-busy") return t.tooOften(retryAfter ?? 1);
  if (status === 413) return t.tooLarge(megabytes(largestFile));
  return t.problems[reason] ?? (problem.message || `${t.failed}${status ? ` (${status})` : ""}`);
}

export const megabytes = bytes => bytes ? `${Math.round(bytes / 1048576)} MB` : "";
export const number = (value, digits) => value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const day = time => new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(time));
