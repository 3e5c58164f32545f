package ai.magibu.embedding.batch;

import java.util.List;

/** What runs one batch: the model, or a test's stand-in. */
@FunctionalInterface
public interface BatchModel {

    /**
     * @param batch at least one text, the longest first
     * @return for each text, in their order, a vector for each of its pooled ranges
     */
    float[][][] run(List<TokenSequence> batch);
}
