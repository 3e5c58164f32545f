package ai.magibu.langchain4j;

import java.util.regex.Pattern;

/** Checks names that become part of SQL unchanged. */
final class SqlName {

    static final Pattern COLUMN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    private static final String NAME = "(?:" + COLUMN.pattern() + "|\"[^\"\\x00]+\")";

    /** A name with an optional schema, each quoted or not. */
    static final Pattern TABLE = Pattern.compile(NAME + "(?:\\." + NAME + ")?");

    private SqlName() {}

    /** @throws IllegalArgumentException if it is not a valid name */
    static String require(String setting, String name, Pattern pattern) {
        if (!pattern.matcher(name).matches()) {
            throw new IllegalArgumentException(setting + ": \"" + name + "\" is not a valid SQL name");
        }
        return name;
    }
}
