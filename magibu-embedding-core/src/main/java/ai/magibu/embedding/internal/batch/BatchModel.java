package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.internal.session.Cancellation;
import java.util.List;

/** Runs one batch: the model, or its replacement in a test. */
@FunctionalInterface
public interface BatchModel {

    /**
     * @param batch at least one text, the longest first
     * @param cancellation stops the run; what it returns or throws is ignored then
     * @return for each text, in their order, a vector for each of its pooled ranges
     */
    float[][][] run(List<TokenSequence> batch, Cancellation cancellation);
}
