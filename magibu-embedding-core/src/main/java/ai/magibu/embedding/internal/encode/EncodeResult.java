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

    /** Returns the result of a call from those of its groups. The embeddings are copied once, however many groups there are. */
    static EncodeResult joined(List<EncodeResult> groups) {
        if (groups.size() == 1) {
            return groups.get(0);
        }
        return new EncodeResult(
                groups.stream().flatMap(group -> group.embeddings.stream()).toList(),
                groups.stream().mapToLong(EncodeResult::tokens).sum(),
                groups.stream().map(EncodeResult::waiting).reduce(Duration.ZERO, Duration::plus));
    }
}
