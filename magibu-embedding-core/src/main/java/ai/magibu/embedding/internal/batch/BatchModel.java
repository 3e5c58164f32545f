package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.List;

/** Runs one batch: the model, or its replacement in a test. */
@FunctionalInterface
public interface BatchModel {

    /**
     * @param batch at least one text, the longest first
     * @param cancellation stops the run; what it returns or throws is ignored then
     * @return the vectors of each text, in their order
     */
    List<TextVectors> run(List<TokenizedText> batch, Cancellation cancellation);
}
