package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns passages into what the model reads: prompt, tokens, limit. Safe for concurrent use. */
final class PassageTokenizer {

    /** About a millisecond of work, from which on other cores help. */
    private static final int PARALLEL_FROM_TEXTS = 16;

    private final ModelConfig config;
    private final TextTokenizer tokenizer;
    private final int maxTokens;

    PassageTokenizer(EncodeContext context) {
        this.config = context.config();
        this.tokenizer = context.tokenizer();
        this.maxTokens = context.maxTokens();
    }

    private record Outcome(@Nullable TokenizedText text, @Nullable RuntimeException rejection) {}

    /**
     * Tokenizes as far as the first text that is rejected.
     *
     * @param first the position of the first passage in its call
     * @param cancelled whether to stop, asked between pieces of long texts
     */
    TextGroup tokenize(long first, List<Passage> passages, EncodeRequest request, BooleanSupplier cancelled) {
        IntStream positions = IntStream.range(0, passages.size());
        List<Outcome> outcomes = (passages.size() < PARALLEL_FROM_TEXTS ? positions : positions.parallel())
                .mapToObj(i -> outcome(first + i, passages.get(i), request, cancelled))
                .toList();
        List<TokenizedText> texts = outcomes.stream()
                .takeWhile(outcome -> outcome.rejection == null)
                .map(outcome -> Objects.requireNonNull(outcome.text))
                .toList();
        return new TextGroup(first, texts, texts.size() == outcomes.size() ? null : outcomes.get(texts.size()).rejection);
    }

    private Outcome outcome(long position, @Nullable Passage passage, EncodeRequest request, BooleanSupplier cancelled) {
        try {
            return new Outcome(tokenize(position, passage, request, cancelled), null);
        } catch (RuntimeException e) {
            return new Outcome(null, e);
        }
    }

    private TokenizedText tokenize(long position, @Nullable Passage passage, EncodeRequest request, BooleanSupplier cancelled) {
        if (passage == null || passage.text() == null) {
            throw new IllegalArgumentException("text " + position + " is null");
        }
        String prefix = prefix(position, passage, request);
        TokenizedText text = encode(position, prefix + passage.text(), cancelled);
        if (text.dropped() > 0 && request.onTooLong() == OnTooLong.FAIL) {
            throw new TextTooLongException((int) Math.min(position, Integer.MAX_VALUE), text.ids().length + text.dropped(), maxTokens);
        }
        requireKnown(text.ids(), (int) Math.min(position, Integer.MAX_VALUE), config);
        int firstPooled = firstPooled(prefix);
        if (firstPooled > 0 && firstPooled >= text.ids().length) { // nothing would be left to pool
            throw new IllegalArgumentException(
                    "text " + position + ": the prompt with its title uses up the limit of " + maxTokens + " tokens");
        }
        return text.pooledFrom(firstPooled);
    }

    /**
     * A published tokenizer may know more tokens than the embedding matrix has rows.
     *
     * @param index the text's position in the call
     * @throws UnknownTokenException if an id has no row
     */
    static void requireKnown(long[] ids, int index, ModelConfig config) {
        int rows = config.gemma().vocabularySize();
        for (long id : ids) {
            if (id >= rows) {
                throw new UnknownTokenException(index, id, rows);
            }
        }
    }

    private TokenizedText encode(long position, String text, BooleanSupplier cancelled) {
        try {
            return tokenizer.encode(text, maxTokens, cancelled);
        } catch (EncodeInterruptedException e) { // the call has ended already, or the embedder is closed
            throw new EmbedderClosedException();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("text " + position + ": " + e.getMessage(), e);
        }
    }

    private String prefix(long position, Passage passage, EncodeRequest request) {
        try {
            return config.prompts().resolve(request.prompt(), passage);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("text " + position + ": " + e.getMessage(), e);
        }
    }

    /** Counts the tokens of an unpooled prompt like sentence-transformers: with the special token before, without the one after. */
    private int firstPooled(String prefix) {
        if (config.pooling().includePrompt() || prefix.isEmpty()) {
            return 0;
        }
        return tokenizer.encode(prefix).length - Math.min(1, tokenizer.trailingSpecialTokens());
    }
}
