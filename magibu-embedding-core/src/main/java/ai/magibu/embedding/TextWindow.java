package ai.magibu.embedding;

import ai.magibu.embedding.batch.TokenSequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokenized texts that follow each other in a call: enough to plan good batches from, few enough to bound memory.
 *
 * @param first the position of the first one in the call, from 0
 * @param refusal what is wrong with the text after the last one, which ends the call; null where nothing is
 */
record TextWindow(long first, List<Text> texts, @Nullable RuntimeException refusal) {

    /** @param dropped the number of tokens that were cut off */
    record Text(TokenSequence sequence, int dropped) {}

    List<TokenSequence> sequences() {
        return texts.stream().map(Text::sequence).toList();
    }
}
