package ai.magibu.embedding;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.batch.BatchPlanner;
import ai.magibu.embedding.config.ModelConfig;
import ai.magibu.embedding.session.OnnxSession;
import ai.magibu.embedding.session.TokenRows;
import ai.magibu.embedding.tokenize.TextTokenizer;
import ai.magibu.embedding.tokenize.TokenizedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every call: texts → tokens → batches → vectors. Knows nothing of lifecycle or defaults. */
final class Encoder {

    private static final Logger log = LoggerFactory.getLogger(Encoder.class);

    /** Batches tokenized before the first of them runs: enough to sort well, little enough to bound memory. */
    private static final int BATCHES_AHEAD = 64;

    private final ModelConfig config;
    private final Vocabulary vocabulary;
    private final TextTokenizer tokenizer;
    private final OnnxSession session;
    private final BatchPlanner planner;
    private final int maxTokens;
    private final long tokensAhead;
    private final EncodeListener listener;

    Encoder(
            ModelConfig config,
            TextTokenizer tokenizer,
            OnnxSession session,
            int maxTokens,
            int maxBatchTokens,
            EncodeListener listener) {
        this.config = config;
        this.vocabulary = new Vocabulary(config.gemma().vocabularySize());
        this.tokenizer = tokenizer;
        this.session = session;
        this.planner = new BatchPlanner(maxBatchTokens);
        this.maxTokens = maxTokens;
        this.tokensAhead = (long) BATCHES_AHEAD * maxBatchTokens;
        this.listener = listener;
    }

    List<Embedding> encode(List<Passage> passages, Prompt prompt, int dimensions, OnTooLong onTooLong) {
        Matryoshka matryoshka = new Matryoshka(dimensions, config.normalizes());
        EncodeCall call = listener.started(passages.size());
        long start = System.nanoTime();
        List<Embedding> embeddings = new ArrayList<>(passages.size());
        try {
            while (embeddings.size() < passages.size()) {
                List<Input> window = tokenize(passages, embeddings.size(), prompt, onTooLong);
                embeddings.addAll(run(window, matryoshka));
            }
        } catch (RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
        EncodeSummary summary = summary(embeddings, Duration.ofNanos(System.nanoTime() - start));
        if (summary.truncatedTexts() > 0) {
            log.warn(
                    "{} of {} texts had more than {} tokens and were truncated",
                    summary.truncatedTexts(),
                    summary.texts(),
                    maxTokens);
        }
        call.succeeded(summary);
        return embeddings;
    }

    private static EncodeSummary summary(List<Embedding> embeddings, Duration total) {
        return new EncodeSummary(
                embeddings.size(),
                embeddings.stream().mapToLong(Embedding::tokens).sum(),
                (int) embeddings.stream().filter(Embedding::truncated).count(),
                embeddings.stream().mapToLong(Embedding::droppedTokens).sum(),
                Duration.ZERO,
                total);
    }

    /** A tokenized text, and the first of its tokens that takes part in the pooling. */
    private record Input(TokenizedText text, int firstPooled) {}

    /** The texts from {@code first} on, up to as many as are good to have at once. */
    private List<Input> tokenize(List<Passage> passages, int first, Prompt prompt, OnTooLong onTooLong) {
        List<Input> window = new ArrayList<>();
        long tokens = 0;
        for (int index = first; index < passages.size() && tokens < tokensAhead; index++) {
            Passage passage = passages.get(index);
            String prefix = config.prompts().resolve(prompt, passage);
            TokenizedText text = tokenizer.encode(prefix + passage.text(), maxTokens);
            if (text.dropped() > 0 && onTooLong == OnTooLong.FAIL) {
                throw new TextTooLongException(index, text.ids().length + text.dropped(), maxTokens);
            }
            vocabulary.requireKnown(text.ids(), index);
            window.add(new Input(text, firstPooled(prefix)));
            tokens += text.ids().length;
        }
        return window;
    }

    /** As sentence-transformers counts a prompt to leave out: its own tokens with the special token before, not the one after. */
    private int firstPooled(String prefix) {
        if (config.pooling().includePrompt() || prefix.isEmpty()) {
            return 0;
        }
        return tokenizer.encode(prefix).length - Math.min(1, tokenizer.trailingSpecialTokens());
    }

    private List<Embedding> run(List<Input> inputs, Matryoshka matryoshka) {
        Embedding[] embeddings = new Embedding[inputs.size()];
        int[] lengths = inputs.stream().mapToInt(input -> input.text.ids().length).toArray();
        for (int[] batch : planner.plan(lengths)) {
            // a tokenizer without special tokens gives an empty text no token at all: one of padding stands for it
            int columns = Math.max(1, lengths[batch[0]]);
            TokenRows rows = TokenRows.of(batch.length, columns);
            for (int row = 0; row < batch.length; row++) {
                Input input = inputs.get(batch[row]);
                rows.set(row, input.text.ids());
                rows.pool(row, 0, input.firstPooled, input.text.ids().length);
            }
            long start = System.nanoTime();
            float[] vectors = session.run(rows);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            int tokens = Arrays.stream(batch).map(index -> lengths[index]).sum();
            listener.batchRan(new BatchRun(batch.length, tokens, batch.length * columns, time));
            int width = vectors.length / batch.length;
            for (int row = 0; row < batch.length; row++) {
                TokenizedText text = inputs.get(batch[row]).text;
                embeddings[batch[row]] = new Embedding(matryoshka.cut(vectors, row, width), text.ids().length, text.dropped());
            }
        }
        return Arrays.asList(embeddings);
    }
}
