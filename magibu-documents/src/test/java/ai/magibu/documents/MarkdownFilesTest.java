package ai.magibu.documents;

import static ai.magibu.documents.Reading.assertUnreadable;
import static ai.magibu.documents.Reading.text;
import static ai.magibu.documents.Reading.title;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.documents.UnreadableFileException.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class MarkdownFilesTest {

    @Test
    void markupGoes_linesAndTableRowsStay() {
        String markdown = """
                # Türk *kahvesi*

                Kahve **cezvede** ~~hızlı~~
                pişer. [Kaynak](https://example.org "ipucu")

                - su
                - kahve

                | ölçü | adet |
                |------|------|
                | kaşık | 2 |
                | fincan | 1 |

                ```java
                int a;
                  int b;
                ```
                """;

        assertThat(title("kahve.md", markdown)).isEqualTo("Türk kahvesi");
        assertThat(text("kahve.md", markdown)).isEqualTo("""
                Kahve cezvede hızlı pişer. Kaynak

                su
                kahve

                ölçü\tadet
                kaşık\t2
                fincan\t1

                int a;
                  int b;""");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "---\ntitle: \"Yıllık izin süreleri\"\ndate: 2024-03-01\ntags: [izin]\n---\n\n# İzin hakkı\n\nİzin verilir.",
            "\uFEFF---\ntitle: Yıllık izin süreleri # yorum\n---\n# İzin hakkı\n\nİzin verilir.",
            "---\r\nlayout: post\r\ntitle: Yıllık izin süreleri\r\n---\r\n# İzin hakkı\r\n\r\nİzin verilir.",
            "---\ndate: 1\ntitle: >-\n  Yıllık izin\n  süreleri\n...\n# İzin hakkı\n\nİzin verilir.",
            "+++\ndraft = false\ntitle = 'Yıllık izin süreleri'\n[params]\na = 1\n+++\n# İzin hakkı\n\nİzin verilir."
    })
    void frontMatterIsNotText_itsTitleIsTheTitle(String markdown) {
        assertThat(title("front.md", markdown)).isEqualTo("Yıllık izin süreleri");
        assertThat(text("front.md", markdown)).isEqualTo("İzin hakkı\n\nİzin verilir.");
    }

    @Test
    void firstHeadingIsTheTitle_ifFrontMatterHasNone() {
        assertThat(title("a.md", "---\ndate: 2024\n---\n# İzin hakkı\n\nMetin.")).isEqualTo("İzin hakkı");
        assertThat(title("a.md", "Giriş.\n\n# İzin hakkı\n\nMetin.")).isEqualTo("İzin hakkı");
        assertThat(text("a.md", "Giriş.\n\n# İzin hakkı\n\nMetin.")).isEqualTo("Giriş.\n\nİzin hakkı\n\nMetin.");
        assertThat(text("a.md", "# Yalnız başlık")).isEqualTo("Yalnız başlık");
        assertThat(text("a.md", "---\n\nBir çizgi.\n\n---\n\nİki.")).isEqualTo("Bir çizgi.\n\nİki.");
    }

    @Test
    void htmlInMarkdownIsReadAsHtml() {
        String readme = """
                <p align="center"><img src="logo.png" width="200"></p>

                # Magaza Projesi

                [![Build](https://img.example/b.svg)](https://ci.example) [![License](https://img.example/l.svg)](LICENSE)

                <!-- TOC -->
                Önce <kbd>Ctrl</kbd> tuşuna basın.<br/>Sonra <b>devam</b> edin.

                <table><tr><td>Hücre bir</td><td>Hücre iki</td></tr></table>

                <details><summary>Özet</summary>
                Ayrıntı.
                </details>
                """;

        assertThat(title("readme.md", readme)).isEqualTo("Magaza Projesi");
        assertThat(text("readme.md", readme)).isEqualTo("""
                Build License

                Önce Ctrl tuşuna basın.
                Sonra devam edin.

                Hücre bir\tHücre iki

                Özet
                Ayrıntı.""");
        assertThat(title("oku.md", "<h1 align=center>Proje</h1>\n\nMetin.")).isEqualTo("Proje");
    }

    @Test
    void deepNestingEndsAtOnce() {
        assertThat(text("derin.md", "> ".repeat(20_000) + "derin içerik")).endsWith("derin içerik");
        assertThat(text("liste.md", "- ".repeat(20_000) + "derin madde")).endsWith("derin madde");
        assertThat(text("koseli.md", "[".repeat(20_000) + "köşeli")).endsWith("köşeli");
        assertUnreadable(Reason.DAMAGED, "vurgu.md", "*".repeat(20_000) + "a" + "*".repeat(20_000));
    }

    @Test
    void markupWithoutTextIsNoText() {
        assertUnreadable(Reason.NO_TEXT, "bos.md", "---\ntitle: Boş\n---\n\n***\n<!-- yok -->\n&nbsp;");
    }
}
