package ai.magibu.spark;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.spark.internal.HalfFloats;
import java.io.Serializable;

/**
 * Everything that a task needs to embed texts. It travels with each task.
 *
 * @param prompt {@code document}, {@code query}, {@code none}, {@code default}, or the name of one of the model's prompts
 * @param dimensions the length of the vectors; 0 for the model's
 * @param storage the precision of the vectors' components
 * @param nullOnError whether a text that the model rejects has no vector, instead of failing the task
 */
record EmbeddingSettings(LoadSettings loading, String prompt, int dimensions, Storage storage,
        boolean nullOnError) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The precision of a vector's components in the dataset. They are floats either way. */
    enum Storage {
        FLOAT,
        /** Rounded to half precision, so that compressed files are about half as large. */
        HALF
    }

    EmbeddingSettings {
        if (dimensions < 0) {
            throw new IllegalArgumentException("dimensions must not be negative: " + dimensions);
        }
    }

    EncodeOptions options() {
        return EncodeOptions.of(Prompt.parse(prompt)).withDimensions(dimensions == 0 ? null : dimensions);
    }

    /** Rounds the components of a vector as they are stored. */
    void round(float[] vector) {
        if (storage == Storage.HALF) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = HalfFloats.rounded(vector[i]);
            }
        }
    }
}
