package ai.magibu.evaluation.api;

import java.util.Objects;

/**
 * The settings of an encoder that determine its vectors. A setting that is not known is "default".
 *
 * @param model the name of the model, with its owner if it has one, for example {@code alibayram/embeddingmagibu-200m}
 * @param revision the commit or version of the weights
 * @param precision the arithmetic, for example {@code fp32}
 * @param prompts {@code none} or {@code published}
 * @param dimensions the length of the vectors, from 1
 * @param maxTokens the longest text in tokens; 0 if the model does not tell
 */
public record EncoderSettings(String model, String revision, String precision, String prompts, int dimensions, int maxTokens) {

    /** The value of a text setting that is not known. */
    public static final String DEFAULT = "default";

    /** @throws IllegalArgumentException if the model has no name or a vector no component */
    public EncoderSettings {
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(prompts, "prompts");
        if (model.isBlank() || dimensions < 1 || maxTokens < 0) {
            throw new IllegalArgumentException(
                    "A model needs a name, at least 1 dimension and at least 0 tokens: " + model + ", " + dimensions
                            + ", " + maxTokens);
        }
    }
}
