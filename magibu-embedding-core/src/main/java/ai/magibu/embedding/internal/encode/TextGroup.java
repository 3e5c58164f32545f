package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokenized texts that follow each other in a call: enough to plan good batches from, few enough to bound memory.
 *
 * @param first the position of the first one in the call, from 0
 * @param rejection the problem of the text after the last one, which ends the call; null if the group ends without one
 */
record TextGroup(long first, List<TokenizedText> texts, @Nullable RuntimeException rejection) {

    /** Returns this group, or throws what is wrong with one of its texts. */
    TextGroup orThrow() {
        if (rejection != null) {
            throw rejection;
        }
        return this;
    }
}
