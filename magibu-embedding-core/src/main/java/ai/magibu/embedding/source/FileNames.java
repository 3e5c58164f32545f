package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import java.util.regex.Pattern;

/** Names of files inside a model. They come from elsewhere, and may not lead out of the folder that the model gets. */
final class FileNames {

    /** No separators of other systems, no drives or streams, nothing that Windows or a URL cannot have. */
    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\:*?\"<>|\\p{Cntrl}]+");

    private FileNames() {}

    /** Whether it is a relative path, with {@code /} between its parts, that stays below where it starts. */
    static boolean isInside(String name) {
        for (String segment : name.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** The name itself, if it is inside. */
    static String requireInside(String name, String model) {
        if (!isInside(name)) {
            throw new ModelSourceException(
                    Reason.INTEGRITY,
                    "the model " + model + " names the file \"" + printable(name) + "\", which is no path inside a model; it is not touched");
        }
        return name;
    }

    /** Foreign text for a message: one line, not too long. */
    static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
