package ai.magibu.sample.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How chunks are looked for; in JSON in lower case. */
public enum SearchMode {
    /** By vectors and by words, the two lists joined. */
    HYBRID,
    /** By the nearest vectors. */
    VECTOR,
    /** By the question's words. */
    TEXT;

    boolean byVector() {
        return this != TEXT;
    }

    boolean byText() {
        return this != VECTOR;
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException with a message for the user */
    @JsonCreator
    public static SearchMode of(String code) {
        for (SearchMode mode : values()) {
            if (mode.code().equals(code)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("There is no mode \"" + code + "\"; there are hybrid, vector and text.");
    }
}
