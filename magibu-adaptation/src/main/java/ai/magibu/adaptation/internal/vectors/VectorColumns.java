package ai.magibu.adaptation.internal.vectors;

import org.jspecify.annotations.Nullable;

/**
 * The names of a file's columns.
 *
 * @param text the column of the texts; null to find it by the published names
 * @param vector the column of the vectors; null to find it by the published names
 */
public record VectorColumns(@Nullable String text, @Nullable String vector) {

    /** The published names, tried in turn. */
    public static final VectorColumns PUBLISHED = new VectorColumns(null, null);
}
