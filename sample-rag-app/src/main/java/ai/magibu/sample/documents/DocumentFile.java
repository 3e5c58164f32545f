package ai.magibu.sample.documents;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file as it came in.
 *
 * @param source the file's name, with its folder where that tells it from others; a document with the same name is replaced
 * @param content its bytes
 * @param title what the user calls it; null or blank to take the title it gives itself
 * @param tags for filters, a comma between two in one text; null to keep those that the document of this name has
 */
public record DocumentFile(String source, byte[] content, @Nullable String title, @Nullable List<String> tags) {

    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_TAG = 50;
    private static final int MOST_TAGS = 20;

    public DocumentFile {
        source = oneLine(source.replace('\\', '/'));
        if (source.isEmpty() || source.endsWith("/") || source.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("A file needs a name of 1 to " + LONGEST_NAME + " characters.");
        }
        title = title == null || title.isBlank() ? null : oneLine(title);
        if (title != null && title.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException("A title has at most " + LONGEST_TITLE + " characters.");
        }
        if (tags != null) {
            tags = tags.stream()
                    .flatMap(tag -> Stream.of(tag.split(",")))
                    .map(DocumentFile::oneLine)
                    .filter(tag -> !tag.isEmpty())
                    .distinct()
                    .sorted()
                    .toList();
            if (tags.size() > MOST_TAGS || tags.stream().anyMatch(tag -> tag.length() > LONGEST_TAG)) {
                throw new IllegalArgumentException(
                        "At most " + MOST_TAGS + " tags, each with at most " + LONGEST_TAG + " characters.");
            }
        }
    }

    /** The name without its folder: browsers differ, and some send one. */
    public static String nameOf(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    public boolean isZip() {
        return Format.isZip(this);
    }

    /** The content's SHA-256. */
    public String contentHash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    /** Without control characters, without lone surrogates, and with composed letters, which macOS takes apart. */
    private static String oneLine(String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return Normalizer.normalize(valid, Normalizer.Form.NFC).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
