package ai.magibu.documents;

import static ai.magibu.documents.Reading.assertUnreadable;
import static ai.magibu.documents.Reading.read;
import static ai.magibu.documents.Reading.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class OfficeFilesTest {

    @Test
    void wordIsReadWithItsTablesAndTitle() throws IOException {
        byte[] docx = word("Yıllık izin", "İlk paragraf.", "İkinci paragraf.");

        for (String name : List.of("izin.docx", "izin.doc", "izin.pdf", "izin.txt", "izin")) { // with any name
            assertThat(text(name, docx)).as(name).isEqualTo("İlk paragraf.\n\nİkinci paragraf.\n\nAnkara\t06\nİzmir\t35");
            assertThat(read(name, docx).metadata().getString("title")).isEqualTo("Yıllık izin");
        }
        assertThat(read("izin.docx", word("Belge1.docx", "Metin.")).metadata().getString("title")).isEqualTo("izin");
    }

    @Test
    void excelHasALinePerRow() throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook()) {
            var row = book.createSheet("Nüfus").createRow(0);
            row.createCell(0).setCellValue("Ankara");
            row.createCell(1).setCellValue(5864049);
            assertThat(text("nufus.xlsx", bytes(book::write))).contains("Ankara\t5864049");
        }
    }

    @Test
    void powerPointIsRead() throws IOException {
        try (XMLSlideShow show = new XMLSlideShow()) {
            show.createSlide().createTextBox().setText("Slaytın metni");
            assertThat(text("sunu.pptx", bytes(show::write))).isEqualTo("Slaytın metni");
        }
    }

    @Test
    void openDocumentIsRead() throws IOException {
        byte[] odt = zip(
                "mimetype", "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml", "<manifest/>",
                "content.xml", "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                        + "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>"
                        + "<text:p>Bir ığdır.</text:p><text:p>İki.</text:p></office:text></office:body></office:document-content>");

        assertThat(text("a.odt", odt)).isEqualTo("Bir ığdır.\n\nİki.");
    }

    @Test
    void rtfIsRead() {
        String rtf = "{\\rtf1\\ansi\\ansicpg1254\\deff0{\\fonttbl{\\f0\\fnil\\fcharset162 Arial;}}\n"
                + "\\viewkind4\\uc1\\pard\\f0\\fs20 \\'deehir ve \\u351?eker.\\par\n\\'ddkinci sat\\'fdr.\\par}";

        assertThat(text("a.rtf", rtf)).isEqualTo("Şehir ve şeker.\n\nİkinci satır.");
    }

    @Test
    void filesWithoutTextSayWhy() throws Exception {
        assertUnreadable(Reason.NO_TEXT, "bos.docx", word("", ""));
        byte[] docx = word("", "Metin.");
        assertUnreadable(Reason.DAMAGED, "yarim.docx", Arrays.copyOf(docx, docx.length / 2));
        assertUnreadable(Reason.UNSUPPORTED, "arsiv.zip", zip("a.txt", "Bir metin."));
        assertUnreadable(Reason.UNSUPPORTED, "arsiv.docx", zip("sifir", "\0".repeat(10_000_000)));
        assertUnreadable(Reason.UNSUPPORTED, "bos.zip", zip());
        String types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Override PartName=\"/word/document.xml\" ContentType="
                + "\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
        String relationships =
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" "
                        + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
                        + "</Relationships>";
        String body = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>"
                + "a".repeat(50_000_000) + "</w:t></w:r></w:p></w:body></w:document>";
        assertUnreadable(Reason.TOO_LARGE, "bomba.docx",
                zip("[Content_Types].xml", types, "_rels/.rels", relationships, "word/document.xml", body));
        try (POIFSFileSystem file = new POIFSFileSystem()) {
            var encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("parola");
            try (var out = encryptor.getDataStream(file)) {
                out.write(docx);
            }
            assertUnreadable(Reason.ENCRYPTED, "gizli.docx", bytes(file::writeFilesystem));
        }
    }

    @Test
    void officeFilesAreRejectedByName_withoutTika() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)) {
            if (!path.contains("tika-parser-microsoft") && !path.contains("tika-parser-miscoffice")) {
                urls.add(new File(path).toURI().toURL());
            }
        }
        try (URLClassLoader withoutTika = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> parser = withoutTika.loadClass(FileParser.class.getName());
            Object instance = parser.getConstructor().newInstance();
            var parse = parser.getMethod("parse", String.class, byte[].class);

            assertThat((List<?>) parser.getMethod("endings").invoke(null)).asString().contains(".pdf").doesNotContain(".docx");
            assertThat(parse.invoke(instance, "a.txt", "metin".getBytes(StandardCharsets.UTF_8)).toString()).contains("metin");
            try {
                parse.invoke(instance, "izin.docx", word("", "Metin."));
                throw new AssertionError("It was read.");
            } catch (InvocationTargetException e) {
                assertThat(e.getCause()).hasMessageContaining("\"izin.docx\"").hasMessageContaining("Office")
                        .extracting("reason").hasToString("OFFICE_MISSING");
            }
        }
    }

    private interface Writer {
        void write(ByteArrayOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writer writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out);
        return out.toByteArray();
    }

    private static byte[] word(String title, String... paragraphs) throws IOException {
        try (XWPFDocument document = new XWPFDocument()) {
            document.getProperties().getCoreProperties().setTitle(title);
            for (String paragraph : paragraphs) {
                document.createParagraph().createRun().setText(paragraph);
            }
            if (paragraphs.length > 1) {
                var table = document.createTable(2, 2);
                String[][] rows = {{"Ankara", "06"}, {"İzmir", "35"}};
                for (int i = 0; i < 4; i++) {
                    table.getRow(i / 2).getCell(i % 2).setText(rows[i / 2][i % 2]);
                }
            }
            return bytes(document::write);
        }
    }

    private static byte[] zip(String... entries) throws IOException {
        return bytes(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (int i = 0; i < entries.length; i += 2) {
                    zip.putNextEntry(new ZipEntry(entries[i]));
                    zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
                }
            }
        });
    }
}
