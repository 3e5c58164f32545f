package ai.magibu.evaluation.api;

import java.util.List;

/**
 * A model that turns texts into vectors. One thread calls it at a time. Each distinct text of a role is passed once, longer texts
 * first; vectors are kept on disk, so the same text must always give the same vector.
 */
public interface TextEncoder {

    /** Returns the settings that determine the vectors. They name the folder of the results, so they must not change. */
    EncoderSettings settings();

    /**
     * Encodes texts.
     *
     * @param texts the texts, whole; at least one
     * @param role the use of the texts, which decides about the prompt
     * @return one vector a text, in the order of the texts
     * @throws EvaluationException if a text cannot be encoded
     */
    EncodedTexts encode(List<String> texts, TextRole role);
}
