// The page's texts in two languages. A text with numbers or names in it is a function.

const words = {
  tr: {
    tabs: "Görünümler", tabAsk: "Sor", tabDocuments: "Belgeler", skip: "İçeriğe geç", help: "Klavye kısayolları", close: "Kapat",
    heading: "Belgelerinize sorun", leadSearch: "Siz yazdıkça, belgelerinizde konuya en yakın bölümler gösterilir.",
    leadAsk: "Siz yazdıkça en yakın bölümler gösterilir. Enter’a basınca yanıt, kaynaklarıyla birlikte yazılır.",
    placeholder: "Bir soru yazın", followUp: "Devamını sorun ya da yeni bir soru yazın", ask: "Sor", search: "Ara",
    suggestions: "Örnek sorular", filters: "Filtreler", filterDocument: "Belge", anyDocument: "Belge seçin…", mode: "Arama biçimi",
    modes: { hybrid: "Anlam ve sözcük", vector: "Yalnızca anlam", text: "Yalnızca sözcük" },
    uploadDate: "Yüklenme tarihi", from: "Başlangıç", to: "Bitiş", without: name => `Filtreyi kaldır: ${name}`,
    clear: "Filtreleri temizle", passages: n => `Bulunan bölümler (${n})`, found: n => `${n} bölüm bulundu`, more: "Daha fazla göster",
    place: (first, last) => first === last ? `${first}. bölüm` : `${first}.–${last}. bölüm`, of: (n, all) => `${all} bölümden ${n}.`,
    match: { good: "iyi eşleşme", weak: "zayıf eşleşme" }, whole: "Tamamını göster", less: "Kısalt",
    cite: (n, title) => `${n}. kaynak: ${title}`, sources: "Kaynaklar", others: n => `Bulunan diğer bölümler (${n})`,
    uncited: "Kaynağı belirtilmemiş cümle", uncitedLegend: "Bu işaretin olduğu cümleler için kaynak belirtilmedi; belgelerden kontrol edin.",
    searched: "Şöyle arandı:", searching: "Bölümler aranıyor…", writing: "Yanıt yazılıyor…", stop: "Durdur", stopped: "Durduruldu.",
    copy: "Kopyala", copied: "Kopyalandı", edit: "Soruyu düzenle", conversation: "Konuşma", newConversation: "Yeni konuşma",
    notInDocuments: "Belgelerde yok.", notInDocumentsMore: "Soruyu başka sözcüklerle sorun ya da konuyla ilgili belge yükleyin.",
    noChatModel: "Yanıt yazan bir sohbet modeli bağlı değil; bulunan bölümleri okuyabilirsiniz.", noAnswer: "Sohbet modeli boş yanıt verdi.",
    nothing: "Hiçbir bölüm bulunamadı. Soruyu başka sözcüklerle yazın.", nothingFiltered: "Bu filtrelerle hiçbir bölüm bulunamadı.",
    noDocuments: "Henüz belge yok. Soru sormak için önce belge yükleyin.", uploadDocument: "Belge yükle", again: "Yeniden dene",
    retrying: "Birazdan kendiliğinden yeniden denenecek.", document: "Belge", searchInside: "Bu belgede ara", download: "Özgün dosyayı indir",
    drop: "Dosyaları buraya bırakın ya da seçmek için tıklayın", limits: (kinds, most) => `${kinds} · dosya başına en çok ${most}`,
    documents: "Yüklenen belgeler", findDocument: "Belge adı ara", noMatch: "Adı buna uyan belge yok.", chunks: n => `${n} bölüm`,
    state: { waiting: "Sırada", reading: "Okunuyor", cancelled: "İptal edildi", sending: "Yükleniyor", saving: "Kaydediliyor",
      unchanged: "Bu dosya zaten yüklü, değişiklik yok" },
    embedding: (done, total) => `İşleniyor: ${done}/${total}`, stored: name => `${name}: eklendi`,
    oldVersion: "Önceki sürüm aranabilir durumda.", cancel: "İptal", dismiss: "Kapat", remove: "Sil", keep: "Vazgeç",
    confirm: name => `“${name}” silinsin mi? Bu işlem geri alınamaz.`, user: name => `Kullanıcı: ${name}`, signOut: "Çıkış yap",
    demoHint: "Deneme sürümü: küçük bir model ve örnek belgelerle çalışıyor.",
    about: "Hakkında", aboutText: "Belgelerinizde arama yapan ve soruları kaynak göstererek yanıtlayan örnek uygulama.",
    aboutDemo: "Deneme modeli yalnızca örnek belgelerle eğitildi. Kendi belgeleriniz için magibu.embedding.model ayarına asıl modeli yazın.",
    facts: { model: "Model", dimensions: "Boyut", precision: "Sayı biçimi", device: "Aygıt", identity: "Model kimliği",
      database: "Veritabanı", chatModel: "Sohbet modeli" }, none: "yok",
    keys: { "/": "Soru kutusuna git", "↓ j": "Sonraki bölüm", "↑ k": "Önceki bölüm", Enter: "Sor ya da seçili bölümü aç",
      Esc: "Kapat, durdur ya da soruyu sil", "?": "Bu pencere" },
    login: "Giriş yap", loginTitle: "Giriş · Magibu", username: "Kullanıcı adı", password: "Parola", showPassword: "Parolayı göster",
    wrongPassword: "Kullanıcı adı ya da parola yanlış.",
    problems: {
      offline: "Sunucuya ulaşılamıyor. Bağlantınızı kontrol edip yeniden deneyin; sürerse yöneticinize bildirin.",
      internal: "Beklenmeyen bir hata oldu. Yeniden deneyin; sürerse yöneticinize bildirin.",
      "bad-request": "İstek anlaşılamadı. Filtreleri temizleyip yeniden deneyin.", "question-too-long": "Soru çok uzun. En çok 2.000 karakter yazın.",
      "bad-name": "Dosya adı çok uzun ya da geçersiz. Dosyanın adını kısaltıp yeniden yükleyin.",
      "too-large": "Dosya ya da içindeki metin çok büyük. Bölüp parça parça yükleyin.", unauthorized: "Oturumunuz kapandı. Yeniden giriş yapın.",
      "not-found": "Bu belge artık yok.", "not-retryable": "Bu dosya yeniden denenemez. Düzeltip yeniden yükleyin.",
      "not-running": "Bu belgenin işlenmesi zaten bitmiş.", csrf: "İstek doğrulanamadı. Sayfayı yenileyip yeniden deneyin.",
      "database-unavailable": "Belgelere şu anda ulaşılamıyor. Birkaç dakika sonra deneyin; sürerse yöneticinize bildirin.",
      overloaded: "Sunucu şu anda yoğun. Biraz sonra yeniden deneyin.", empty: "Dosya boş. Doğru dosyayı seçtiğinizden emin olun.",
      "no-text": "Dosyada okunacak metin yok.", scanned: "Bu PDF taranmış sayfalardan oluşuyor. Metni seçilebilen bir kopyasını yükleyin.",
      encrypted: "Dosya parola korumalı. Parolasız kaydedip yeniden yükleyin.", damaged: "Dosya bozuk. Açıp yeniden kaydedin, sonra yükleyin.",
      unsupported: "Bu dosya türü desteklenmiyor. Belgeyi PDF olarak kaydedip yükleyin.",
      "office-missing": "Word, Excel ve PowerPoint dosyaları burada okunamıyor. Dosyayı PDF olarak kaydedip yükleyin.",
      encoding: "Metindeki harfler okunamadı. Dosyayı UTF-8 olarak kaydedip yeniden yükleyin.",
      "too-long": "Dosyayı okumak çok uzun sürdü. Bölüp parça parça yükleyin.",
      "chat-unreachable": "Sohbet modeline ulaşılamıyor. Biraz sonra deneyin; sürerse yöneticinize bildirin.",
      "chat-unauthorized": "Sohbet modeli bu uygulamayı kabul etmiyor. Yöneticinize bildirin.",
      "chat-not-found": "Ayarlanan sohbet modeli bulunamadı. Yöneticinize bildirin.",
      "chat-rate-limited": "Sohbet modeli şu anda çok yoğun. Biraz sonra yeniden deneyin.",
      "chat-timeout": "Sohbet modeli zamanında yanıt vermedi. Yeniden deneyin.", "chat-interrupted": "Yanıt yarıda kesildi. Yeniden deneyin.",
      "chat-failed": "Sohbet modeli hata verdi. Yeniden deneyin; sürerse yöneticinize bildirin.",
    },
  },
  en: {
    tabs: "Views", tabAsk: "Ask", tabDocuments: "Documents", skip: "Skip to content", help: "Keyboard shortcuts", close: "Close",
    heading: "Ask your documents", leadSearch: "As you type, the closest passages of your documents appear.",
    leadAsk: "As you type, the closest passages appear. Press Enter to get an answer with its sources.",
    placeholder: "Type a question", followUp: "Ask a follow-up or a new question", ask: "Ask", search: "Search",
    suggestions: "Questions to try", filters: "Filters", filterDocument: "Document", anyDocument: "Choose a document…", mode: "Search by",
    modes: { hybrid: "Meaning and words", vector: "Meaning only", text: "Words only" },
    uploadDate: "Upload date", from: "From", to: "To", without: name => `Remove filter: ${name}`,
    clear: "Clear filters", passages: n => `Passages found (${n})`, found: n => n === 1 ? "1 passage found" : `${n} passages found`,
    more: "Show more", place: (first, last) => first === last ? `part ${first}` : `parts ${first}–${last}`, of: (n, all) => `Part ${n} of ${all}`,
    match: { good: "good match", weak: "weak match" }, whole: "Show all", less: "Show less",
    cite: (n, title) => `Source ${n}: ${title}`, sources: "Sources", others: n => `Other passages found (${n})`,
    uncited: "Sentence without a source", uncitedLegend: "Sentences with this mark name no source; check them in the documents.",
    searched: "Searched for:", searching: "Searching for passages…", writing: "Writing the answer…", stop: "Stop", stopped: "Stopped.",
    copy: "Copy", copied: "Copied", edit: "Edit question", conversation: "Conversation", newConversation: "New conversation",
    notInDocuments: "Not in the documents.", notInDocumentsMore: "Use other words, or upload documents on the subject.",
    noChatModel: "No chat model is connected to write answers; you can read the passages found.", noAnswer: "The chat model's answer is empty.",
    nothing: "No passage found. Try other words.", nothingFiltered: "No passage found with these filters.",
    noDocuments: "There are no documents yet. Upload some to ask about them.", uploadDocument: "Upload documents", again: "Try again",
    retrying: "The page tries again shortly.", document: "Document", searchInside: "Search in this document", download: "Download original file",
    drop: "Drop files here, or click to choose", limits: (kinds, most) => `${kinds} · at most ${most} per file`,
    documents: "Uploaded documents", findDocument: "Find a document", noMatch: "No document has this name.",
    chunks: n => n === 1 ? "1 part" : `${n} parts`,
    state: { waiting: "Waiting", reading: "Reading", cancelled: "Cancelled", sending: "Uploading", saving: "Saving",
      unchanged: "This file is already uploaded and has not changed" },
    embedding: (done, total) => `Processing: ${done}/${total}`, stored: name => `${name}: added`,
    oldVersion: "The previous version stays searchable.", cancel: "Cancel", dismiss: "Dismiss", remove: "Delete", keep: "Keep",
    confirm: name => `Delete “${name}”? This cannot be undone.`, user: name => `User: ${name}`, signOut: "Sign out",
    demoHint: "Trial version: runs with a small model and sample documents.",
    about: "About", aboutText: "A sample application that searches your documents and answers questions with sources.",
    aboutDemo: "The trial model was trained on the sample documents only. For your own documents, set magibu.embedding.model to the real model.",
    facts: { model: "Model", dimensions: "Dimensions", precision: "Precision", device: "Device", identity: "Model identity",
      database: "Database", chatModel: "Chat model" }, none: "none",
    keys: { "/": "Go to the question", "↓ j": "Next passage", "↑ k": "Previous passage", Enter: "Ask, or open the selected passage",
      Esc: "Close, stop or clear the question", "?": "This window" },
    login: "Sign in", loginTitle: "Sign in · Magibu", username: "User name", password: "Password", showPassword: "Show password",
    wrongPassword: "The user name or the password is wrong.",
    problems: {
      offline: "The server is unreachable. Check your connection and try again. If it persists, tell your administrator.",
      internal: "Something went wrong. Try again. If it persists, tell your administrator.",
      "bad-request": "The request is invalid. Clear the filters and try again.", "question-too-long": "The question is too long. Use at most 2,000 characters.",
      "bad-name": "The file name is too long or invalid. Shorten it and upload the file again.",
      "too-large": "The file or its text is too large. Split it and upload the parts.", unauthorized: "Your session has ended. Sign in again.",
      "not-found": "This document no longer exists.", "not-retryable": "This file cannot be retried. Correct it and upload it again.",
      "not-running": "This document is already processed.", csrf: "The request could not be verified. Reload the page and try again.",
      "database-unavailable": "The documents are unavailable. Try again in a few minutes. If it persists, tell your administrator.",
      overloaded: "The server is busy. Try again shortly.", empty: "The file is empty. Make sure that you chose the right file.",
      "no-text": "The file contains no readable text.", scanned: "This PDF consists of scanned pages. Upload a copy with selectable text.",
      encrypted: "The file is password protected. Save it without a password and upload it again.",
      damaged: "The file is damaged. Open it, save it again, then upload it.",
      unsupported: "This file type is not supported. Save the document as PDF and upload it.",
      "office-missing": "Word, Excel and PowerPoint files cannot be read here. Save the file as PDF and upload it.",
      encoding: "The letters of the text are unreadable. Save the file as UTF-8 and upload it again.",
      "too-long": "Reading the file took too long. Split it and upload the parts.",
      "chat-unreachable": "The chat model is unreachable. Try again later. If it persists, tell your administrator.",
      "chat-unauthorized": "The chat model rejects this application. Tell your administrator.",
      "chat-not-found": "The configured chat model does not exist. Tell your administrator.",
      "chat-rate-limited": "The chat model is busy. Try again shortly.", "chat-timeout": "The chat model did not answer in time. Try again.",
      "chat-interrupted": "The answer was interrupted. Try again.",
      "chat-failed": "The chat model failed. Try again. If it persists, tell your administrator.",
    },
  },
};

export const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* forgotten in a private window */ } };
export const recall = key => { try { return localStorage.getItem(key); } catch { return null; } };

export let language = recall("language") ?? (navigator.languages?.some(name => name.startsWith("tr")) ? "tr" : "en");
export let t = words[language] ?? words.tr;

/** Changes the language of everything marked with data-t, and redraws the rest. Wires the two buttons of the switch. */
export function speak(redraw, chosen) {
  if (chosen) remember("language", chosen);
  language = words[chosen ?? language] ? chosen ?? language : "tr";
  t = words[language];
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.dataset.t];
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = t[node.dataset.tPlaceholder];
  for (const node of document.querySelectorAll("[data-t-label]")) node.ariaLabel = node.title = t[node.dataset.tLabel];
  for (const name of Object.keys(words)) {
    const choice = document.getElementById(`lang-${name}`);
    choice.ariaPressed = String(name === language);
    choice.onclick = () => speak(redraw, name);
  }
  redraw();
}

export const explain = code => t.problems[code] ?? t.problems.internal;
export const day = time => new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(time));
export const megabytes = bytes => `${(bytes / 1048576).toLocaleString(language, { maximumFractionDigits: 1 })} MB`;
