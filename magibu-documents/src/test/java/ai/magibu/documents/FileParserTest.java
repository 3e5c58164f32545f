package ai.magibu.sample.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentReaderTest {

    private static final byte[] NO_BYTES = {};

    private final DocumentReader reader = new DocumentReader();

    @Test
    void plainTextIsTakenAsItIs() {
        assertThat(read("not.txt", "İlk satır.\r\n\r\nİkinci.")).isEqualTo(new ReadDocument(Format.TEXT, "not", "İlk satır.\n\nİkinci."));
    }

    @Test
    void byteOrderMarksAreHonouredAndDropped() {
        assertThat(read("a.txt", "\uFEFFçay").text()).isEqualTo("çay");
        assertThat(read("a.txt", "çay".getBytes(StandardCharsets.UTF_16)).text()).isEqualTo("çay");
    }

    @Test
    void markdownLosesItsMarkupAndGivesItsTitle() {
        ReadDocument document = read("kahve.md", """
                # Türk *kahvesi*

                Kahve **cezvede** pişer. [Kaynak](https://example.org)

                - su
                - kahve

                | ölçü | adet |
                |------|------|
                | kaşık | 2 |
                """);

        assertThat(document.title()).isEqualTo("Türk kahvesi");
        assertThat(document.text())
                .contains("Kahve cezvede pişer.", "su", "kaşık", "2")
                .doesNotContain("Türk", "#", "**", "|--");
    }

    @Test
    void htmlLosesItsMarkupAndScriptsAndGivesItsTitle() {
        ReadDocument document = read("sayfa.html", """
                <html><head><title>Van &amp; Gölü</title><style>p{}</style></head>
                <body><nav>Menü</nav><h1>Başlık</h1><p>Bir <b>iki</b>.</p><p>Üç.</p><script>alert(1)</script></body></html>""");

        assertThat(document.title()).isEqualTo("Van & Gölü");
        assertThat(document.text()).isEqualTo("Başlık\n\n\n\nBir iki.\n\n\n\nÜç.");
    }

    @Test
    void htmlIsReadInTheEncodingThatItNames() {
        byte[] page = "<meta charset=windows-1254><p>Şişli, İzmir, ığdır</p>".getBytes(Charset.forName("windows-1254"));

        assertThat(read("sayfa.htm", page).text()).isEqualTo("Şişli, İzmir, ığdır");
    }

    @Test
    void pdfGivesItsTextWithWordsJoinedThatALineCut() {
        byte[] pdf = Pdfs.of(null, List.of("İstanbul Boğazı, Karadeniz'i Mar-", "mara Denizi'ne bağlar. Işık, şölen, çağ."));

        ReadDocument document = read("bogaz-rehberi.pdf", pdf);

        assertThat(document.title()).isEqualTo("bogaz rehberi");
        assertThat(document.text().replaceAll("\\s+", " "))
                .isEqualTo("İstanbul Boğazı, Karadeniz'i Marmara Denizi'ne bağlar. Işık, şölen, çağ.");
    }

    @Test
    void givenTitleGoesBeforeTheDocumentsOwn() {
        DocumentFile file = new DocumentFile("a.md", "# Kendi\n\nmetin".getBytes(StandardCharsets.UTF_8), " Verilen ", null);

        assertThat(reader.read(file).title()).isEqualTo("Verilen");
    }

    @Test
    void whatPostgresDoesNotTakeIsNotInTheText() {
        assertThat(read("a.html", "<p>bir&#0;iki</p>").text()).doesNotContain("\0");
    }

    @Test
    void unreadableFilesSayWhy() {
        assertReason("empty", "bos.txt", NO_BYTES);
        assertReason("no-text", "bos.md", "  \n ".getBytes(StandardCharsets.UTF_8));
        assertReason("no-text", "bos.html", "<p> </p><script>x</script>".getBytes(StandardCharsets.UTF_8));
        assertReason("scanned", "tarama.pdf", Pdfs.of(null, List.of()));
        assertReason("password", "gizli.pdf", Pdfs.of("parola", List.of("gizli")));
        assertReason("damaged", "bozuk.pdf", "%PDF-1.7 ve gerisi yok".getBytes(StandardCharsets.UTF_8));
        assertReason("encoding", "iki-kodlama.txt", joined(utf8("şölen"), turkish(" ığdır")));
        assertReason("encoding", "kiril.txt", "Съешь же ещё этих мягких булок".getBytes(Charset.forName("KOI8-R")));
        assertReason("unsupported", "veri.txt", new byte[] {'a', 0, 'b'});
        assertReason("unsupported", "program.exe", utf8("MZ"));
        assertReason("unsupported", "resim.txt", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13});
    }

    @Test
    void textIsMeasuredBeforeItIsParsed() {
        byte[] link = utf8("[kaynak]: /" + "x".repeat(10_000_000) + "\n\nKısa bir metin."); // parsed, the last line alone is text

        assertReason("too-large", "uzun.md", link);
    }

    @Test
    void contentDecidesWhatAFileIsAndNotItsName() {
        byte[] pdf = Pdfs.of(null, List.of("İçindeki metin."));

        assertThat(read("rapor.txt", pdf).format()).isEqualTo(Format.PDF);
        assertThat(read("rapor", pdf).text()).isEqualTo("İçindeki metin.");
        assertThat(read("metin.pdf", "yalnızca metin").format()).isEqualTo(Format.TEXT);
        assertThat(read("sayfa.txt", "<!doctype html><title>Sayfa</title><p>Bir</p>").title()).isEqualTo("Sayfa");
        assertThat(read("adsız", "düz metin").format()).isEqualTo(Format.TEXT);
        assertThat(read("oku.md", "<h1 align=center>Proje</h1>\n\nMetin.").format()).isEqualTo(Format.MARKDOWN);
    }

    @ParameterizedTest
    @CsvSource({"windows-1254", "ISO-8859-9", "UTF-8", "UTF-16"})
    void turkishTextIsReadInAnyOfItsEncodings(String charset) {
        for (String text : List.of(
                "Çağdaş Türkiye'nin şehirlerinde ılık bir güz günü; İzmir'den Iğdır'a öğrenciler yola çıktı.", "şölen", "Iğdır")) {
            assertThat(read("eski.txt", text.getBytes(Charset.forName(charset))).text()).isEqualTo(text);
            assertThat(read("eski.html", ("<p>" + text + "</p>").getBytes(Charset.forName(charset))).text()).isEqualTo(text);
        }
    }

    @Test
    void otherLanguagesKeepTheirEncodings() {
        String russian = "Москва является столицей Российской Федерации и крупнейшим городом страны, в котором живут более "
                + "двенадцати миллионов человек. Город стоит на реке и известен с двенадцатого века.";

        assertThat(read("rusca.txt", russian.getBytes(Charset.forName("windows-1251"))).text()).isEqualTo(russian);
        assertThat(read("fransizca.txt", "Où est le garçon élevé à Besançon?".getBytes(StandardCharsets.ISO_8859_1)).text())
                .isEqualTo("Où est le garçon élevé à Besançon?");
    }

    @Test
    void htmlThatNamesTheWrongEncodingIsReadAllTheSame() {
        assertThat(read("a.html", "<meta charset=iso-8859-9><p>Şişli</p>").text()).isEqualTo("Şişli");
        assertThat(read("a.html", turkish("<meta charset=utf-8><p>Şişli ığdır</p>")).text()).isEqualTo("Şişli ığdır");
    }

    @Test
    void lettersThatWereTakenApartAreComposed() {
        assertThat(read("a.txt", "I\u0307zmir, s\u0327o\u0308len").text()).isEqualTo("İzmir, şölen");
    }

    @ParameterizedTest
    @CsvSource({"belgeler\\a.txt, belgeler/a.txt", "I\u0307ki.TXT, İki.TXT", "'a\n b.txt', a b.txt"})
    void fileNamesLoseOddCharacters(String sent, String kept) {
        assertThat(new DocumentFile(sent, NO_BYTES, null, null).source()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"C:\\belgeler\\a.txt, a.txt", "../../etc/a.txt, a.txt", "a.txt, a.txt"})
    void uploadedNamesLoseTheirFolder(String sent, String kept) {
        assertThat(DocumentFile.nameOf(sent)).isEqualTo(kept);
    }

    @Test
    void namesTitlesAndTagsHaveALimit() {
        assertRefused("", null, null);
        assertRefused("/", null, null);
        assertRefused("a".repeat(501), null, null);
        assertRefused("a.txt", "t".repeat(201), null);
        assertRefused("a.txt", null, List.of("t".repeat(51)));
        assertThat(new DocumentFile("a.txt", NO_BYTES, " ", List.of(" b ", "a", "b", "")).tags()).containsExactly("a", "b");
        assertThat(new DocumentFile("a.txt", NO_BYTES, null, List.of("c, a", "b,")).tags()).containsExactly("a", "b", "c");
    }

    private static void assertRefused(String name, String title, List<String> tags) {
        assertThatThrownBy(() -> new DocumentFile(name, NO_BYTES, title, tags)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] turkish(String text) {
        return text.getBytes(Charset.forName("windows-1254"));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private ReadDocument read(String name, String content) {
        return read(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private ReadDocument read(String name, byte[] content) {
        return reader.read(new DocumentFile(name, content, null, null));
    }

    private void assertReason(String reason, String name, byte[] content) {
        assertThatThrownBy(() -> read(name, content))
                .isInstanceOfSatisfying(UnreadableDocumentException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e).hasMessageContaining(name);
                });
    }
}
