package ai.magibu.langchain4j;

import java.util.regex.Pattern;

/** Names that go into SQL as they are. */
final class SqlName {

    static final Pattern COLUMN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    /** With its schema perhaps, each quoted perhaps. */
    static final Pattern TABLE = Pattern.compile("(?:%1$s|\"[^\"\\x00]+\")(?:\\.(?:%1$s|\"[^\"\\x00]+\"))?".formatted(COLUMN.pattern()));

    private SqlName() {}

    /** @throws IllegalArgumentException if the name could be anything but a name */
    static String require(String setting, String name, Pattern pattern) {
        if (!pattern.matcher(name).matches()) {
            throw new IllegalArgumentException(setting + ": \"" + name + "\" is not a valid SQL name");
        }
        return name;
    }
}
