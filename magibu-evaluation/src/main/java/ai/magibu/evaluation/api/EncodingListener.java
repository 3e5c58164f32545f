package ai.magibu.evaluation.api;

/** Observes the encoding of texts, on the thread of the evaluation. */
@FunctionalInterface
public interface EncodingListener {

    /**
     * A group of texts has its vectors.
     *
     * @param doneCharacters the characters that went through the model so far
     * @param allCharacters the characters of all texts that had no vectors at the start
     */
    void encoded(long doneCharacters, long allCharacters);
}
