package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.internal.batch.CallVectors;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of the model for a call.
 *
 * @param tokens the tokens that went through the model
 * @param waiting how long the model was busy with other calls alone
 */
record EncodeResult(List<Embedding> embeddings, long tokens, Duration waiting) {

    static final EncodeResult EMPTY = new EncodeResult(List.of(), 0, Duration.ZERO);

    static EncodeResult of(List<TokenizedText> texts, CallVectors vectors, Matryoshka matryoshka) {
        List<Embedding> embeddings = new ArrayList<>(texts.size());
        long tokens = 0;
        for (int i = 0; i < texts.size(); i++) {
            TokenizedText text = texts.get(i);
            embeddings.add(new Embedding(matryoshka.vector(vectors.ofTexts().get(i).single()), text.length(), text.dropped()));
            tokens += text.length();
        }
        return new EncodeResult(embeddings, tokens, vectors.waiting());
    }

    /** Returns the result of a call whose next texts have another one. */
    EncodeResult plus(EncodeResult next) {
        if (embeddings.isEmpty()) {
            return next;
        }
        List<Embedding> both = new ArrayList<>(embeddings.size() + next.embeddings.size());
        both.addAll(embeddings);
        both.addAll(next.embeddings);
        return new EncodeResult(both, tokens + next.tokens, waiting.plus(next.waiting));
    }
}
