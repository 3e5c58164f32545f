package ai.magibu.evaluation.internal.encode;

/** Observes the encoding of a task's texts. */
@FunctionalInterface
public interface EncodingProgress {

    /**
     * A group of texts has its vectors.
     *
     * @param doneCharacters the characters that went through the model so far
     * @param allCharacters the characters of all texts that had no vectors at the start
     */
    void encoded(long doneCharacters, long allCharacters);
}
