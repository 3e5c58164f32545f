package ai.magibu.embedding;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.internal.batch.BatchVectors;
import ai.magibu.embedding.internal.batch.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokenized texts that follow each other in a call: enough to plan good batches from, few enough to bound memory.
 *
 * @param first the position of the first one in the call, from 0
 * @param refusal what is wrong with the text after the last one, which ends the call; null if nothing is
 */
record TextWindow(long first, List<Text> texts, @Nullable RuntimeException refusal) {

    /** @param dropped the number of tokens that were cut off */
    record Text(TokenSequence sequence, int dropped) {}

    List<TokenSequence> sequences() {
        return texts.stream().map(Text::sequence).toList();
    }

    List<Embedding> embeddings(BatchVectors vectors, Matryoshka matryoshka) {
        List<Embedding> embeddings = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            Text text = texts.get(i);
            embeddings.add(new Embedding(matryoshka.vector(vectors.of(i)[0]), text.sequence().length(), text.dropped()));
        }
        return embeddings;
    }
}
