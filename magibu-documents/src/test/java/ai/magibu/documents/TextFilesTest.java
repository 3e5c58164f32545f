package ai.magibu.documents;

import static ai.magibu.documents.Reading.TURKISH;
import static ai.magibu.documents.Reading.assertUnreadable;
import static ai.magibu.documents.Reading.read;
import static ai.magibu.documents.Reading.text;
import static ai.magibu.documents.Reading.title;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class TextFilesTest {

    private static final String PROSE = "Çağdaş Türkiye'nin şehirlerinde ılık bir güz günü; İzmir'den Iğdır'a öğrenciler yola çıktı.";

    @Test
    void plainTextIsTakenAsItIs() {
        assertThat(text("not.txt", "İlk satır.\r\n\r\nİkinci.")).isEqualTo("İlk satır.\n\nİkinci.");
        assertThat(title("bogaz-rehberi.txt", "Metin.")).isEqualTo("bogaz rehberi");
    }

    @Test
    void streamHasNoTitle() {
        var document = new FileParser().parse(new ByteArrayInputStream("Düz metin.".getBytes(StandardCharsets.UTF_8)));

        assertThat(document.text()).isEqualTo("Düz metin.");
        assertThat(document.metadata().getString("title")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"a.txt, a", "C:\\belgeler\\Rapor 2.1.pdf, Rapor 2.1", "Madde 5. İzin, Madde 5. İzin", ".., ..", ".txt, .txt"})
    void titleIsTheNameWithoutFolderAndEnding(String name, String title) {
        assertThat(title(name, "Metin.")).isEqualTo(title);
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1254", "ISO-8859-9", "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void turkishTextIsReadInAnyOfItsEncodings(String charset) {
        for (String text : List.of(PROSE, "şölen", "Iğdır", "şık kız, ışıl, ağ")) {
            assertThat(text("eski.txt", text.getBytes(Charset.forName(charset)))).isEqualTo(text);
            if (!charset.startsWith("UTF-16") || charset.equals("UTF-16")) {
                assertThat(text("eski.html", ("<p>" + text + "</p>").getBytes(Charset.forName(charset)))).isEqualTo(text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void byteOrderMarksAreHonoredAndDropped(String charset) {
        assertThat(text("a.txt", ("\uFEFF" + PROSE).getBytes(Charset.forName(charset)))).isEqualTo(PROSE);
    }

    @Test
    void utf16WithoutMarkIsRead_alsoIfItHasOnlyAsciiLetters() {
        String table = "id\tkelime\n1\tkitap";

        assertThat(text("tablo.csv", table.getBytes(StandardCharsets.UTF_16LE))).isEqualTo(table);
        assertThat(text("tablo.csv", table.getBytes(StandardCharsets.UTF_16BE))).isEqualTo(table);
    }

    @Test
    void otherLanguagesKeepTheirEncodings() {
        String russian = "Москва является столицей Российской Федерации и крупнейшим городом страны, в котором живут более "
                + "двенадцати миллионов человек. Город стоит на реке и известен с двенадцатого века.";

        assertThat(text("rusca.txt", russian.getBytes(Charset.forName("windows-1251")))).isEqualTo(russian);
        assertThat(text("fransizca.txt", "Où est le garçon élevé à Besançon?".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("Où est le garçon élevé à Besançon?");
    }

    @ParameterizedTest
    @CsvSource({
            "From: ali@ornek.com, mektup.txt", "Path: haber, haber.txt", "#!/bin/bash, betik.txt", "\\documentclass{article}, makale.tex",
            "MZ kuşağı çalışıyor., mz.txt", "BM kararları, bm.txt", "%!PS diye başlar., ps.txt", "<?xml biçiminde bir yazı, xml.txt",
            "{\"ad\": \"Ayşe\"}, veri.json", "düz metin, metin.pdf", "düz metin, adsız", "public class Ders, Ders.java"
    })
    void textIsTextWhateverItBeginsWith(String content, String name) {
        assertThat(text(name, content)).isEqualTo(content);
    }

    @Test
    void subtitlesCsvAndVerseKeepTheirLines() {
        for (String text : List.of("1\n00:00:01,000 --> 00:00:04,000\nMerhaba.", "Şehir;Nüfus\nAnkara;5864049",
                "Korkma, sönmez\nbu şafaklarda")) {
            assertThat(text("satirlar.csv", text)).isEqualTo(text);
            assertThat(text("satirlar.srt", text)).isEqualTo(text);
        }
    }

    @Test
    void strayZerosAndControlCharactersAreRemoved() {
        assertThat(text("a.txt", PROSE + "\0")).isEqualTo(PROSE);
        assertThat(text("a.txt", PROSE.substring(0, 20) + "\0" + PROSE.substring(20))).isEqualTo(PROSE);
        assertThat(text("a.txt", PROSE.getBytes(TURKISH).length + "\u001A")).isEqualTo("" + PROSE.getBytes(TURKISH).length);
        assertThat(text("a.txt", "bir\u0001\u0002\u0003\u0008\u000E\u001B\u007F iki")).isEqualTo("bir iki");
    }

    @Test
    void charactersThatNobodySeesAreRemoved() {
        assertThat(text("a.txt", "Cumhur\u00ADbaşkan\u00ADlığı, sı\u200Bfır, bir\u2060leş, i\uFEFFç, \u202Etxt.exe\u202C, a\u200Db"))
                .isEqualTo("Cumhurbaşkanlığı, sıfır, birleş, iç, txt.exe, ab");
        assertThat(text("a.txt", "Ana\u00AD\nyasa")).isEqualTo("Anayasa");
        assertThat(text("a.txt", "aile: \uD83D\uDC68\u200D\uD83D\uDC67 ve می\u200Cخواهم"))
                .isEqualTo("aile: \uD83D\uDC68\u200D\uD83D\uDC67 ve می\u200Cخواهم");
    }

    @Test
    void everyUnicodeSpaceIsWhiteSpace() {
        assertThat(text("a.txt", "bir\u00A0iki\u2003üç\u3000dört")).isEqualTo("bir iki üç dört");
        assertThat(text("a.txt", "bir\u2028iki\u0085üç\u2029dört\fbeş")).isEqualTo("bir\niki\nüç\n\ndört\n\nbeş");
        assertThat(text("a.txt", "bir \t\u00A0\n\n\u00A0\n\n\niki")).isEqualTo("bir\n\niki");
    }

    @Test
    void lettersThatWereTakenApartAreComposed() {
        assertThat(text("a.txt", "I\u0307zmir, s\u0327o\u0308len")).isEqualTo("İzmir, şölen");
    }

    @Test
    void textThatWasEncodedTwiceIsRepaired() {
        byte[] utf8 = PROSE.getBytes(StandardCharsets.UTF_8);

        assertThat(text("a.txt", "Ã‡aÄŸdaÅŸ TÃ¼rkiye ÅŸehirleri Ä±ÅŸÄ±l: Ä°stanbul")).isEqualTo("Çağdaş Türkiye şehirleri ışıl: İstanbul");
        assertThat(text("a.txt", new String(utf8, StandardCharsets.ISO_8859_1))).isEqualTo(PROSE);
        assertThat(text("a.txt", "Bozuk \"ÅŸ\" işareti ş harfidir.")).isEqualTo("Bozuk \"ÅŸ\" işareti ş harfidir.");
        assertThat(text("a.txt", "Ålesund, â€œ")).isEqualTo("Ålesund, â€œ");
    }

    @Test
    void turkishThatWasReadAsWesternIsRepaired() {
        assertThat(text("a.txt", "Öðrenci iþleri")).isEqualTo("Öğrenci işleri");
        assertThat(text("a.txt", "Çaðdaþ Türkiye þehirleri ýþýl ýþýl: Ýstanbul, Iðdýr."))
                .isEqualTo("Çağdaş Türkiye şehirleri ışıl ışıl: İstanbul, Iğdır.");
        for (String icelandic : List.of("Það er gott að búa í Reykjavík.", "Þýðing", "Öðru þorpi")) {
            assertThat(text("a.txt", icelandic)).isEqualTo(icelandic);
        }
    }

    @Test
    void filesWithoutTextSayWhy() {
        assertUnreadable(Reason.EMPTY, "bos.txt", "");
        assertUnreadable(Reason.NO_TEXT, "bos.txt", "  \n ");
        assertUnreadable(Reason.NO_TEXT, "bos.txt", "\u00A0\u200B\u00A0\u2003");
        assertUnreadable(Reason.UNSUPPORTED, "veri.txt", new byte[] {'a', 0, 'b'});
        assertUnreadable(Reason.UNSUPPORTED, "program.exe", "MZ");
        assertUnreadable(Reason.UNSUPPORTED, "resim.txt", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13});
        assertUnreadable(Reason.UNSUPPORTED, "veri.xml",
                "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;</r>");
        assertUnreadable(Reason.ENCODING, "kiril.txt", "Съешь же ещё этих мягких булок".getBytes(Charset.forName("KOI8-R")));
        byte[] random = new byte[5000];
        new Random(1).nextBytes(random);
        assertUnreadable(Reason.UNSUPPORTED, "rastgele.txt", random);
        byte[] mixed = (new String("şölen".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                + new String(" ığdır".getBytes(TURKISH), StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
        assertUnreadable(Reason.ENCODING, "iki-kodlama.txt", mixed);
    }

    @Test
    void textIsMeasuredBeforeItIsParsed() {
        String link = "[kaynak]: /" + "x".repeat(10_000_000) + "\n\nKısa bir metin."; // parsed, the last line alone is text

        assertUnreadable(Reason.TOO_LARGE, "uzun.md", link);
        assertThat(read("uzun.txt", "x".repeat(10_000_000)).text()).hasSize(10_000_000);
    }

    @Test
    void endingsNameWhatIsRead() {
        assertThat(FileParser.endings()).contains(".txt", ".csv", ".md", ".html", ".pdf", ".docx", ".odt", ".epub").doesNotContain(".zip");
        assertThat(Reason.NO_TEXT.code()).isEqualTo("no-text");
    }
}
