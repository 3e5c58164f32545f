package ai.magibu.sample.documents;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * A file as it came in.
 *
 * @param source the file's name without its folder; a document with the same name is replaced
 * @param content its bytes
 * @param title what the user calls it; null or blank to take the title it gives itself
 */
public record DocumentFile(String source, byte[] content, @Nullable String title) {

    private static final int LONGEST_NAME = 200;

    public DocumentFile {
        // Browsers differ: some send a path, some decomposed letters (macOS).
        source = source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
        source = oneLine(Normalizer.normalize(source, Normalizer.Form.NFC));
        if (source.isEmpty() || source.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("A file needs a name of 1 to " + LONGEST_NAME + " characters.");
        }
        title = title == null ? null : oneLine(title);
        if (title != null && title.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("A title has at most " + LONGEST_NAME + " characters.");
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
