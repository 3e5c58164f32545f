package ai.magibu.adaptation.internal.vectors;

import ai.magibu.adaptation.api.AdaptationException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one file.
 *
 * @param text the column of the texts
 * @param vector the column of the vectors
 */
record Columns(String text, String vector) {

    private static final List<String> TEXTS = List.of("text", "texts");
    private static final List<String> VECTORS = List.of("teacher_embedding_final", "embedding", "embeddings");

    /**
     * Finds the columns.
     *
     * @param place the file, or the line, for the message
     * @param found the names that there are
     */
    static Columns of(String place, VectorColumns wanted, Collection<String> found) {
        return new Columns(
                choose(place, "texts", wanted.text(), TEXTS, found), choose(place, "vectors", wanted.vector(), VECTORS, found));
    }

    private static String choose(String place, String what, @Nullable String wanted, List<String> published, Collection<String> found) {
        List<String> names = wanted == null ? published : List.of(wanted);
        return names.stream().filter(found::contains).findFirst().orElseThrow(() -> new AdaptationException(
                place + ": there is no column " + String.join(" or ", names) + " of " + what + ". The columns are "
                        + String.join(", ", found) + ". Name the column in the options."));
    }
}
