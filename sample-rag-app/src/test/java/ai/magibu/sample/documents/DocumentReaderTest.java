package ai.magibu.sample.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentReaderTest {

    private static final byte[] NO_BYTES = {};

    private final DocumentReader reader = new DocumentReader();

    @Test
    void plainTextIsTakenAsItIs() {
        assertThat(read("not.txt", "İlk satır.\r\n\r\nİkinci.")).isEqualTo(new ReadDocument("not", "İlk satır.\n\nİkinci."));
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
        DocumentFile file = new DocumentFile("a.md", "# Kendi\n\nmetin".getBytes(StandardCharsets.UTF_8), " Verilen ");

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
        assertReason("damaged", "metin.pdf", "yalnızca metin".getBytes(StandardCharsets.UTF_8));
        assertReason("encoding", "eski.txt", "şölen".getBytes(Charset.forName("windows-1254")));
        assertReason("encoding", "eski.html", "<p>şölen</p>".getBytes(Charset.forName("windows-1254")));
        assertReason("binary", "veri.txt", new byte[] {'a', 0, 'b'});
    }

    @ParameterizedTest
    @CsvSource({"a.exe", "a.docx", "pdf", "a."})
    void otherEndingsAreRefusedWithTheKnownOnes(String name) {
        assertThatThrownBy(() -> read(name, "metin"))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(".pdf");
    }

    @ParameterizedTest
    @CsvSource({"C:\\belgeler\\a.txt, a.txt", "../../etc/a.txt, a.txt", "I\u0307ki.TXT, İki.TXT", "'a\n b.txt', a b.txt"})
    void fileNamesLoseFoldersAndOddCharacters(String sent, String kept) {
        assertThat(new DocumentFile(sent, NO_BYTES, null).source()).isEqualTo(kept);
    }

    @Test
    void namesAndTitlesHaveALimit() {
        assertThatThrownBy(() -> new DocumentFile("/", NO_BYTES, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DocumentFile("a".repeat(201), NO_BYTES, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DocumentFile("a.txt", NO_BYTES, "t".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }

    private ReadDocument read(String name, String content) {
        return read(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private ReadDocument read(String name, byte[] content) {
        return reader.read(new DocumentFile(name, content, null));
    }

    private void assertReason(String reason, String name, byte[] content) {
        assertThatThrownBy(() -> read(name, content))
                .isInstanceOfSatisfying(UnreadableDocumentException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e).hasMessageContaining(name);
                });
    }
}
