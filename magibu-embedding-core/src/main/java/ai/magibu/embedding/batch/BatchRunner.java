package ai.magibu.embedding.batch;

import java.time.Duration;
import java.util.List;

/** Runs texts in batches of like length. Safe for concurrent use. */
public interface BatchRunner {

    /**
     * @param vectors for each text, in their order, one for each of its pooled ranges
     * @param waiting how long none of the texts was running because the model was busy with other calls'
     */
    record Vectors(float[][][] vectors, Duration waiting) {

        public float[][] of(int text) {
            return vectors[text];
        }
    }

    /**
     * Runs texts, and returns when all have their vectors.
     *
     * @param continued whether this goes on with a call of which texts have run before: such a call is never refused
     * @throws ai.magibu.embedding.api.EncodeInterruptedException if the thread is interrupted before the last batch begins
     * @throws ai.magibu.embedding.api.OverloadedException if too many tokens of other calls wait already
     */
    Vectors run(List<TokenSequence> texts, boolean continued);
}
