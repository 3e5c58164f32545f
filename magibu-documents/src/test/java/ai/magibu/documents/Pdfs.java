package ai.magibu.sample.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/** PDF files as tests need them. */
public final class Pdfs {

    private Pdfs() {}

    /** One page with those lines; with a password where one is given. */
    public static byte[] of(@Nullable String password, List<String> lines) {
        return ofPages(password, List.of(lines));
    }

    /** A book: so many pages of 40 lines, no two of them the same. */
    public static byte[] book(int pages) {
        String[] words = {"kitap", "deniz", "şehir", "öğrenci", "ılıman", "çağdaş", "güneş", "yolculuk", "İzmir'de", "bahçe", "ağaç"};
        Random random = new Random(pages);
        List<List<String>> book = new ArrayList<>();
        for (int page = 0; page < pages; page++) {
            List<String> lines = new ArrayList<>();
            for (int line = 0; line < 40; line++) {
                lines.add(IntStream.range(0, 10).mapToObj(i -> words[random.nextInt(words.length)])
                        .collect(Collectors.joining(" ", "Cümle ", ".")));
            }
            book.add(lines);
        }
        return ofPages(null, book);
    }

    private static byte[] ofPages(@Nullable String password, List<List<String>> pages) {
        try (PDDocument pdf = new PDDocument();
                InputStream file = PDDocument.class.getResourceAsStream(
                        "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
            PDFont font = PDType0Font.load(pdf, file);
            for (List<String> lines : pages) {
                PDPage page = new PDPage();
                pdf.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                    content.beginText();
                    content.setFont(font, 12);
                    content.setLeading(14);
                    content.newLineAtOffset(60, 700);
                    for (String line : lines) {
                        content.showText(line);
                        content.newLine();
                    }
                    content.endText();
                }
            }
            if (password != null) {
                pdf.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            pdf.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
