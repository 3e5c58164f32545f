package ai.magibu.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** PDF files for tests. */
final class Pdfs {

    interface Content {
        void write(PDDocument pdf, PDFont font) throws IOException;
    }

    private Pdfs() {}

    static byte[] of(Content content) {
        try (PDDocument pdf = new PDDocument();
                InputStream file = PDDocument.class.getResourceAsStream("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
            content.write(pdf, PDType0Font.load(pdf, file, false));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            pdf.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One page of these lines. */
    static byte[] ofLines(String... lines) {
        return of((pdf, font) -> addPage(pdf, font, 760, lines).close());
    }

    static byte[] encrypted(String password) {
        return of((pdf, font) -> {
            addPage(pdf, font, 760, "gizli").close();
            pdf.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
        });
    }

    /** Adds a page with lines that start at this height, and leaves it open. */
    static PDPageContentStream addPage(PDDocument pdf, PDFont font, float height, String... lines) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        pdf.addPage(page);
        PDPageContentStream content = new PDPageContentStream(pdf, page);
        write(content, font, height, lines);
        return content;
    }

    static void write(PDPageContentStream content, PDFont font, float height, String... lines) throws IOException {
        content.beginText();
        content.setFont(font, 11);
        content.setLeading(14);
        content.newLineAtOffset(60, height);
        for (String line : lines) {
            content.showText(line);
            content.newLine();
        }
        content.endText();
    }

    /** Some 6 kB: thirty forms, each painting the next one twice. */
    static byte[] nestedForms() {
        List<byte[]> objects = new ArrayList<>(head("/XObject<</X 5 0 R>>"));
        objects.add(stream("", "/X Do /X Do".getBytes(StandardCharsets.ISO_8859_1)));
        for (int next = 6; next <= 35; next++) {
            objects.add(stream("/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X " + Math.min(next, 34) + " 0 R>>>>",
                    (next < 35 ? "/X Do /X Do" : "q Q").getBytes(StandardCharsets.ISO_8859_1)));
        }
        return file(objects);
    }

    /** One page whose content is this piece, repeated. */
    static byte[] inflated(String piece, int times) {
        List<byte[]> objects = new ArrayList<>(head(""));
        objects.add(stream("", piece.repeat(times).getBytes(StandardCharsets.ISO_8859_1)));
        return file(objects);
    }

    private static List<byte[]> head(String resources) {
        return List.of(
                bytes("<</Type/Catalog/Pages 2 0 R>>"),
                bytes("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
                bytes("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<<" + resources + ">>/Contents 4 0 R>>"));
    }

    private static byte[] stream(String entries, byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed, new Deflater(1))) {
            deflater.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(bytes("<</Length " + packed.size() + "/Filter/FlateDecode" + entries + ">>\nstream\n"));
        stream.writeBytes(packed.toByteArray());
        stream.writeBytes(bytes("\nendstream"));
        return stream.toByteArray();
    }

    /** Writes a file without a table of objects; PDFBox rebuilds it. */
    private static byte[] file(List<byte[]> objects) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(bytes("%PDF-1.7\n"));
        for (int i = 0; i < objects.size(); i++) {
            file.writeBytes(bytes(i + 1 + " 0 obj\n"));
            file.writeBytes(objects.get(i));
            file.writeBytes(bytes("\nendobj\n"));
        }
        file.writeBytes(bytes("trailer\n<</Size " + (objects.size() + 1) + "/Root 1 0 R>>\n%%EOF"));
        return file.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
