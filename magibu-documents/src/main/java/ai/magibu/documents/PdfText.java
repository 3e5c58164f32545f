package ai.magibu.documents;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDChoice;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;

/** The text of a PDF: upright text first, then the page's rotated text and the values of its form. */
final class PdfText extends PDFTextStripper {

    private static final double UPRIGHT = 20; // degrees; scanned pages lean a little

    private final StringWriter page = new StringWriter();
    private final List<String> pages = new ArrayList<>();
    private final Map<COSDictionary, String> formValues = new LinkedHashMap<>(); // by widget
    private final StringBuilder rotated = new StringBuilder();
    private final Set<String> rotatedBefore = new HashSet<>(); // a watermark is on every page
    private double angle;
    private double line;
    private double lineEnd;
    private int length;

    private PdfText() {
        setLineSeparator("\n");
        setParagraphEnd("\n");
    }

    static ReadText of(byte[] content) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(content)) {
            PdfText stripper = new PdfText();
            stripper.readForm(pdf.getDocumentCatalog().getAcroForm(null));
            stripper.writeText(pdf, stripper.page);
            stripper.pages.addAll(stripper.formValues.values());
            String text = PdfPages.join(stripper.pages);
            if (CleanText.isBlank(text)) {
                throw new UnreadableFileException(null, Reason.SCANNED);
            }
            String title = pdf.getDocumentInformation().getTitle();
            return new ReadText(title == null ? "" : title, text);
        } catch (InvalidPasswordException e) {
            throw new UnreadableFileException(null, Reason.ENCRYPTED, e);
        }
    }

    private void readForm(PDAcroForm form) {
        if (form == null) {
            return;
        }
        for (PDField field : form.getFieldTree()) {
            String value = value(field);
            if (!value.isBlank()) {
                String label = field.getAlternateFieldName();
                field.getWidgets().stream().limit(1).forEach(widget -> formValues.put(
                        widget.getCOSObject(), label == null || label.isBlank() ? value : label + ": " + value));
            }
        }
    }

    private static String value(PDField field) {
        if (field instanceof PDChoice choice) {
            return String.join(", ", choice.getValue());
        } else if (field instanceof PDButton) { // a tick means nothing without the field's description
            boolean on = field.getAlternateFieldName() != null && !field.getValueAsString().equals("Off");
            return on ? field.getValueAsString() : "";
        } else if (field instanceof PDSignatureField || field instanceof PDTextField text && text.isPassword()) {
            return "";
        }
        return field.getValueAsString();
    }

    @Override
    protected void processTextPosition(TextPosition text) {
        Matrix matrix = text.getTextMatrix();
        double radians = Math.atan2(matrix.getShearY(), matrix.getScaleX());
        double degrees = Math.toDegrees(radians) - text.getRotation();
        if (Math.abs(Math.IEEEremainder(degrees, 360)) <= UPRIGHT) {
            super.processTextPosition(text);
        } else {
            appendRotated(text, radians);
        }
    }

    private void appendRotated(TextPosition text, double radians) {
        Matrix matrix = text.getTextMatrix();
        double size = Math.hypot(matrix.getScaleX(), matrix.getShearY());
        double x = matrix.getTranslateX();
        double y = matrix.getTranslateY();
        double start = x * Math.cos(radians) + y * Math.sin(radians);
        double height = y * Math.cos(radians) - x * Math.sin(radians);
        if (Math.abs(radians - angle) > 0.01 || Math.abs(height - line) > size / 2 || start < lineEnd - size) {
            rotated.append('\n');
        } else if (start > lineEnd + size / 5) {
            rotated.append(' ');
        }
        rotated.append(text.getUnicode());
        angle = radians;
        line = height;
        lineEnd = text.getEndX() * Math.cos(radians) + text.getEndY() * Math.sin(radians);
    }

    @Override
    protected void endPage(PDPage current) throws IOException {
        output.flush();
        StringBuilder text = new StringBuilder(page.toString().stripTrailing()).append('\n');
        page.getBuffer().setLength(0);
        rotated.toString().lines().filter(rotatedBefore::add).forEach(words -> text.append('\n').append(words).append('\n'));
        rotated.setLength(0);
        for (PDAnnotation annotation : current.getAnnotations()) {
            String words = "FreeText".equals(annotation.getSubtype())
                    ? annotation.getContents()
                    : formValues.remove(annotation.getCOSObject());
            if (words != null && !annotation.isHidden()) {
                text.append(words).append('\n');
            }
        }
        pages.add(text.toString());
        length += text.length();
        if (length > FileParser.LONGEST_TEXT) {
            throw new UnreadableFileException(null, Reason.TOO_LARGE);
        }
    }
}
