package ai.magibu.spark;

import ai.magibu.embedding.api.Embedding;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * The accumulators of one transformation, which Spark's UI shows at its stages. A task that Spark repeats counts again.
 *
 * @param texts the texts that have been embedded
 * @param tokens their tokens, prompts and special tokens included
 * @param truncated the texts of which tokens were dropped
 * @param rejected the texts that the model rejected
 */
record EmbeddingCounters(LongAccumulator texts, LongAccumulator tokens, LongAccumulator truncated,
        LongAccumulator rejected) implements Serializable {

    private static final long serialVersionUID = 1L;

    static EmbeddingCounters in(SparkContext context, String stage) {
        return new EmbeddingCounters(
                context.longAccumulator(stage + " texts"),
                context.longAccumulator(stage + " tokens"),
                context.longAccumulator(stage + " truncated texts"),
                context.longAccumulator(stage + " rejected texts"));
    }

    void count(Embedding embedding) {
        texts.add(1L);
        tokens.add(embedding.tokens());
        truncated.add(embedding.truncated() ? 1L : 0L);
    }

    void countRejected() {
        rejected.add(1L);
    }
}
