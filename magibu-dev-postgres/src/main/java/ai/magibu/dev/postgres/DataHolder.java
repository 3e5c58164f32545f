package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The database that holds a folder's data.
 *
 * @param kind how it runs; not {@link Kind#AUTO}
 * @param cluster PostgreSQL's identifier of the cluster, unique to each initdb
 */
record DataHolder(Kind kind, String cluster) {

    /** Reads the text that {@link #toString()} writes; returns null for any other text. */
    static @Nullable DataHolder parse(String line) {
        String[] words = line.strip().split(" ", 2);
        for (Kind kind : Kind.values()) {
            if (words.length == 2 && kind != Kind.AUTO && kind.label().equals(words[0])) {
                return new DataHolder(kind, words[1]);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return kind.label() + " " + cluster;
    }
}
