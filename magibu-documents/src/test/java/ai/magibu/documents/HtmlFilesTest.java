package ai.magibu.documents;

import static ai.magibu.documents.Reading.TURKISH;
import static ai.magibu.documents.Reading.assertUnreadable;
import static ai.magibu.documents.Reading.text;
import static ai.magibu.documents.Reading.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlFilesTest {

    @Test
    void visibleTextIsRead_withItsTitle() {
        String html =
                """
                <html><head><title>Van &amp; Gölü</title><style>p{}</style></head>
                <body><nav>Menü</nav><h1>Başlık</h1><p>Bir <b>i</b>ki,
                   H<sub>2</sub>O &mdash; &Ccedil;.</p><div>Üç.</div><ul><li>bir</li><li>iki</li></ul><script>alert(1)</script></body></html>""";

        assertThat(title("sayfa.html", html)).isEqualTo("Van & Gölü");
        assertThat(text("sayfa.html", html)).isEqualTo("Başlık\n\nBir iki, H2O — Ç.\n\nÜç.\n\nbir\niki");
        assertThat(title("sayfa.txt", "<!doctype html><title>Sayfa</title><p>Bir</p>")).isEqualTo("Sayfa");
        assertThat(text("a.html", "<button>Evet</button><button>Hayır</button><label>Ad</label><br>son")).isEqualTo("Evet Hayır Ad\nson");
        assertThat(title("sayfa.html", "<header><h1>Üstteki başlık</h1></header><p>Bir")).isEqualTo("Üstteki başlık");
        assertThat(title("sayfa.html", "<title>index.html</title><h1>Asıl başlık</h1><p>Bir")).isEqualTo("Asıl başlık");
    }

    @Test
    void tableHasALinePerRow_andCellsAreSeparated() {
        assertThat(
                text("t.html", "<table><tr><th>Şehir</th><th>Nüfus</th></tr><tr><td>Ankara</td><td>5864049</td><td>06</td></tr></table>"))
                .isEqualTo("Şehir\tNüfus\nAnkara\t5864049\t06");
        assertThat(text("t.html",
                "<table>\n<tr>\n<td><p>Ankara</p><p>Çankaya</p></td>\n<td>1<br>2</td>\n</tr>\n<tr><td></td><td>b</table>son"))
                .isEqualTo("Ankara Çankaya\t1 2\n\tb\n\nson");
    }

    @Test
    void layoutTableKeepsItsParagraphs() {
        String column = "<p>" + "Uzun bir sütun. ".repeat(20) + "</p><p>İkinci paragraf.</p>";

        assertThat(text("eski.html", "<table><tr><td>" + column + "</td></tr></table>")).endsWith("sütun.\n\nİkinci paragraf.");
        assertThat(text("eski.html", "<table><tr><td>Üst<table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"))
                .isEqualTo("Üst\n\na\tb");
    }

    @Test
    void lineBreaksAndPreformattedLinesStay() {
        assertThat(text("siir.html", "<p>Korkma, sönmez<br>bu şafaklarda<br/><br>yüzen</p><pre>kod  1\n  satır 2</pre>"))
                .isEqualTo("Korkma, sönmez\nbu şafaklarda\n\nyüzen\n\nkod  1\n  satır 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<div hidden>x</div>", "<div style='color:red; display : none'>x</div>", "<p aria-hidden=true>x</p>", "<nav>x</nav>",
            "<div role=navigation>x</div>", "<template>x</template>", "<noscript>x</noscript>", "<header>x</header>", "<footer>x</footer>",
            "<aside>x</aside>", "<div class='site-cookie-banner'>x</div>", "<p class=cookie-consent>x</p>",
            "<div id=onetrust-banner>x</div>", "<select><option>x</select>",
            "<style>x</style>", "<svg><text>x</text></svg>", "<iframe>x</iframe>", "<dialog>x</dialog>", "<!-- x -->"
    })
    void whatIsNotThePagesTextIsLeftOut(String element) {
        assertThat(text("a.html", "<body>" + element + "<article><header><h1>Haber</h1></header><p>Metin.</p></article></body>"))
                .isEqualTo("Haber\n\nMetin.");
    }

    @Test
    void headersAndFootersAreRead_ifThereIsNothingElse() {
        assertThat(text("a.html", "<body><header>Yalnız üst</header><footer>Alt</footer><nav>Menü</nav>")).isEqualTo("Yalnız üst\n\nAlt");
    }

    @Test
    void invisibleCharactersAreNotText() {
        assertThat(text("a.html", "<p>Cumhur&shy;başkan&shy;lığı&nbsp;Külliyesi&#0;</p>")).isEqualTo("Cumhurbaşkanlığı Külliyesi");
        assertUnreadable(Reason.NO_TEXT, "bos.html", "<title>Boş</title><p>&nbsp;</p><div>&#8203;</div><script>x</script>");
    }

    @Test
    void htmlIsReadInTheEncodingThatItNames_unlessTheBytesSayOtherwise() {
        assertThat(text("a.htm", "<meta charset=windows-1254><p>Şişli, İzmir, ığdır".getBytes(TURKISH))).isEqualTo("Şişli, İzmir, ığdır");
        assertThat(text("a.htm", "<meta charset=iso-8859-1><p>Şişli, “ığdır”".getBytes(TURKISH))).isEqualTo("Şişli, “ığdır”");
        assertThat(text("a.htm", "<meta charset=iso-8859-9><p>Şişli</p>")).isEqualTo("Şişli");
        assertThat(text("a.htm", "<meta charset=utf-8><p>Şişli ığdır</p>".getBytes(TURKISH))).isEqualTo("Şişli ığdır");
    }

    @Test
    void entitiesAndAddressesAreNotResolved() {
        String xhtml = "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><body><p>Metin &x;</p>"
                + "<img src='http://127.0.0.1:1/a.png'/><iframe src='http://127.0.0.1:1/'/></body></html>";

        assertThat(text("a.xhtml", xhtml)).isEqualTo("Metin &x;");
    }

    @Test
    void manyElementsAreReadInLinearTime() {
        String flat = "<p>Paragraf <b>şöyle</b>.</p>".repeat(200_000);
        String nested = "<div>".repeat(200_000) + "derin içerik" + "</div>".repeat(200_000);

        assertThat(assertTimeoutPreemptively(Duration.ofMinutes(1), () -> text("duz.html", flat).lines().count()))
                .isEqualTo(2 * 200_000 - 1);
        assertThat(assertTimeoutPreemptively(Duration.ofMinutes(1), () -> text("derin.html", nested))).isEqualTo("derin içerik");
    }
}
