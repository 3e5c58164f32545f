package ai.magibu.documents;

import static ai.magibu.documents.Reading.assertUnreadable;
import static ai.magibu.documents.Reading.read;
import static ai.magibu.documents.Reading.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.documents.UnreadableFileException.Reason;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfFilesTest {

    @Test
    void linesAndTableRowsStay() {
        assertThat(text("gundem.pdf", Pdfs.ofLines("Gündem", "1. Açılış", "Ankara   5.864.049", "İzmir    4.493.242")))
                .isEqualTo("Gündem\n1. Açılış\nAnkara   5.864.049\nİzmir    4.493.242");
        assertThat(text("rapor.txt", Pdfs.ofLines("İçindeki metin."))).isEqualTo("İçindeki metin.");
        assertThat(text("rapor", Pdfs.ofLines("Bu \uFB01nans"))).isEqualTo("Bu finans");
    }

    @Test
    void wordsThatALineEndCutAreWhole() {
        assertThat(text("a.pdf",
                Pdfs.ofLines("Cumhur-", "başkanlığı, kısa e-", "posta, Türk-", "Alman, Ana\u00AD", "yasa, üniver\u2010", "site, 2023-",
                        "2024.")))
                .isEqualTo("Cumhurbaşkanlığı, kısa e-posta, Türk-Alman, Anayasa, üniversite, 2023-2024.");
    }

    @Test
    void wordsThatAPageEndCutAreWhole_andHeadersAndPageNumbersAreGone() {
        byte[] pdf = Pdfs.of((document, font) -> {
            String[][] pages = {{"Cümle değerlen-"}, {"dirme ile sürer ve"}, {"burada biter.", "Son söz."}, {"Yeni sayfa."}};
            for (int i = 0; i < pages.length; i++) {
                try (var page = Pdfs.addPage(document, font, 810, "T.C. Örnek Bakanlığı Faaliyet Raporu")) {
                    Pdfs.write(page, font, 760, pages[i]);
                    Pdfs.write(page, font, 30, "Sayfa " + (i + 5) + " / 90");
                }
            }
        });

        assertThat(text("rapor.pdf", pdf)).isEqualTo("Cümle değerlendirme ile sürer ve\nburada biter.\nSon söz.\n\nYeni sayfa.");
    }

    @Test
    void repeatedLinesInsideOfPagesStay() {
        byte[] pdf = Pdfs.of((document, font) -> {
            for (int i = 0; i < 4; i++) {
                Pdfs.addPage(document, font, 760, "Nakarat " + i, "Ortak satır.", "Toplam " + i * i * 7 + " lira", "Bitti.").close();
            }
        });

        assertThat(text("a.pdf", pdf)).contains("Toplam 0 lira", "Toplam 7 lira", "Toplam 28 lira", "Toplam 63 lira");
        byte[] same = Pdfs.of((document, font) -> {
            for (int i = 0; i < 4; i++) {
                Pdfs.addPage(document, font, 760, "Hep aynı.").close();
            }
        });
        assertThat(text("a.pdf", same)).startsWith("Hep aynı.");
    }

    @Test
    void formValuesAreText() {
        byte[] pdf = Pdfs.of((document, font) -> {
            Pdfs.addPage(document, font, 780, "Başvuru formu. Ad soyad:").close();
            PDAcroForm form = new PDAcroForm(document);
            document.getDocumentCatalog().setAcroForm(form);
            PDResources resources = new PDResources();
            COSName name = resources.add(font);
            form.setDefaultResources(resources);
            form.setDefaultAppearance("/" + name.getName() + " 11 Tf 0 g");
            for (String value : new String[] {"Ayşe Yıldırım", "Kuşadası"}) {
                PDTextField field = new PDTextField(form);
                field.setPartialName(value.substring(0, 2));
                form.getFields().add(field);
                var widget = field.getWidgets().get(0);
                widget.setRectangle(new PDRectangle(200, 700, 200, 20));
                if (value.startsWith("A")) {
                    widget.setPage(document.getPage(0));
                    document.getPage(0).getAnnotations().add(widget);
                } else {
                    field.setAlternateFieldName("Doğum yeri");
                }
                field.setValue(value);
            }
        });

        assertThat(text("form.pdf", pdf).lines()).containsExactly("Başvuru formu. Ad soyad:", "Ayşe Yıldırım", "Doğum yeri: Kuşadası");
    }

    @Test
    void rotatedTextIsAParagraphOfItsOwn_andAWatermarkIsReadOnce() {
        byte[] pdf = Pdfs.of((document, font) -> {
            for (int i = 1; i <= 2; i++) {
                try (var page = Pdfs.addPage(document, font, 780, "Düz satır " + i + ".", "İkinci satır " + i + ".")) {
                    page.beginText();
                    page.setFont(font, 30);
                    page.setTextMatrix(Matrix.getRotateInstance(Math.toRadians(45), 150, 300));
                    page.showText("GİZLİ TASLAK");
                    page.setTextMatrix(Matrix.getRotateInstance(Math.toRadians(90), 30, 200));
                    page.showText("Yan kenarda yazı.");
                    page.endText();
                }
            }
        });

        assertThat(text("a.pdf", pdf))
                .isEqualTo("Düz satır 1.\nİkinci satır 1.\n\nGİZLİ TASLAK\n\nYan kenarda yazı.\n\nDüz satır 2.\nİkinci satır 2.");
    }

    @Test
    void landscapePageIsUpright() {
        byte[] pdf = Pdfs.of((document, font) -> {
            try (var page = Pdfs.addPage(document, font, 780)) {
                document.getPage(0).setRotation(90);
                page.beginText();
                page.setFont(font, 11);
                page.setTextMatrix(Matrix.getRotateInstance(Math.toRadians(90), 100, 100));
                page.showText("Yatay sayfanın ilk satırı");
                page.setTextMatrix(Matrix.getRotateInstance(Math.toRadians(90), 114, 100));
                page.showText("ve ikincisi.");
                page.endText();
            }
        });

        assertThat(text("a.pdf", pdf)).isEqualTo("Yatay sayfanın ilk satırı\nve ikincisi.");
    }

    @Test
    void headingSetWideIsReadAsWords() {
        byte[] pdf = Pdfs.of((document, font) -> {
            try (var page = Pdfs.addPage(document, font, 780)) {
                page.beginText();
                page.setFont(font, 14);
                page.newLineAtOffset(60, 700);
                page.setCharacterSpacing(4);
                page.showText("ÖNSÖZ VE TEŞEKKÜR");
                page.endText();
            }
        });

        assertThat(text("a.pdf", pdf)).isEqualTo("ÖNSÖZ VE TEŞEKKÜR");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Microsoft Word - Belge1.docx", "Sözleşme_v2.DOCX", "kapak.indd", "kitap.qxd", "taslak.pdf", "untitled", "Untitled-1",
            "Başlıksız", "BAŞLIKSIZ",
            "Adsız 1", "PowerPoint Sunusu", "PowerPoint Presentation", "Document1", "Yeni Microsoft Word Belgesi", " \0 ", "---"
    })
    void titleThatAProgramMadeUpIsNone(String title) {
        byte[] pdf = Pdfs.of((document, font) -> {
            Pdfs.addPage(document, font, 780, "Metin.").close();
            document.getDocumentInformation().setTitle(title);
        });

        assertThat(read("yillik-izin.pdf", pdf).metadata().getString("title")).isEqualTo("yillik izin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Rapor 2024", "Belge Yönetimi", "Adsızlar Evi", "1984", "Microsoft'un Tarihi"})
    void titleThatAPersonGaveIsTheTitle(String title) {
        byte[] pdf = Pdfs.of((document, font) -> {
            Pdfs.addPage(document, font, 780, "Metin.").close();
            document.getDocumentInformation().setTitle(title + "\0");
        });

        assertThat(read("a.pdf", pdf).metadata().getString("title")).isEqualTo(title);
    }

    @Test
    void filesWithoutTextSayWhy() {
        assertUnreadable(Reason.SCANNED, "tarama.pdf", Pdfs.ofLines());
        assertUnreadable(Reason.ENCRYPTED, "gizli.pdf", Pdfs.encrypted("parola"));
        assertUnreadable(Reason.DAMAGED, "bozuk.pdf", "%PDF-1.7 ve gerisi yok");
        assertUnreadable(Reason.DAMAGED, "dizi.pdf",
                "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages " + "[".repeat(300_000) + ">>\nendobj\ntrailer<</Root 1 0 R>>");
    }
}
