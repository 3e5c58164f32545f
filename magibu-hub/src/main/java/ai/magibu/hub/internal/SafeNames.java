package ai.magibu.hub.internal;

import java.util.regex.Pattern;

/** Names and texts that come from elsewhere: they must not lead out of a folder, and must not break a message. */
public final class SafeNames {

    /** Control characters, and those that change the direction of text, so that a name looks like another one. */
    private static final String CONTROLS = "\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069";

    /** No separators of other systems, no drives or streams, no characters that Windows or a URL forbids. */
    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\:*?\"<>|" + CONTROLS + "]+");

    private SafeNames() {}

    /** Returns whether a name is a relative path, with {@code /} between its parts, that stays below its start. */
    public static boolean isInside(String name) {
        for (String segment : name.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** Returns a text for a message: one line of at most 200 characters. */
    public static String printable(String text) {
        String line = text.replaceAll("[" + CONTROLS + "]+", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
