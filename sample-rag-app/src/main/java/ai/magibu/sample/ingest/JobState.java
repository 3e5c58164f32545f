package ai.magibu.sample.ingest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a file is on its way; in the database and in JSON in lower case. */
public enum JobState {
    /** Waits for a worker. */
    QUEUED,
    /** Is made text and cut. */
    READING,
    /** Its chunks get their vectors. */
    EMBEDDING,
    /** Is a document now, in the place of the one of the same name. */
    STORED,
    /** The document of the same name has this content already. */
    UNCHANGED,
    /** Its name is new, but another document has exactly this content: not stored. */
    DUPLICATE,
    FAILED,
    CANCELLED;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException with a message for the user */
    public static JobState of(String code) {
        for (JobState state : values()) {
            if (state.code().equals(code)) {
                return state;
            }
        }
        throw new IllegalArgumentException("There is no state \"" + code + "\".");
    }

    public boolean isFinished() {
        return compareTo(EMBEDDING) > 0;
    }
}
