package ai.magibu.embedding;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.batch.BatchPlanner;
import ai.magibu.embedding.batch.Windows;
import ai.magibu.embedding.config.ModelConfig;
import ai.magibu.embedding.session.OnnxSession;
import ai.magibu.embedding.session.TokenRows;
import ai.magibu.embedding.tokenize.DocumentTokens;
import ai.magibu.embedding.tokenize.TextTokenizer;
import ai.magibu.embedding.tokenize.TokenRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Late chunking: the document goes through the model whole, or in overlapping windows, and each of its chunks is pooled from its
 * own tokens there. The graph pools, by a mask for each chunk, and applies the heads; token vectors never leave it.
 */
final class ChunkEncoder {

    private static final Logger log = LoggerFactory.getLogger(ChunkEncoder.class);

    /** The most entries of a batch's masks, 8 bytes each: at 8,192 tokens, 1,024 chunks in one run. */
    private static final int MASK_ENTRIES = 1 << 23;

    private final ModelConfig config;
    private final Vocabulary vocabulary;
    private final TextTokenizer tokenizer;
    private final OnnxSession session;
    private final BatchPlanner planner;
    private final int maxTokens;
    private final int maxBatchTokens;
    private final EncodeListener listener;

    ChunkEncoder(
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
        this.maxBatchTokens = maxBatchTokens;
        this.listener = listener;
    }

    /** A chunk's tokens, as many as its embedding stands for; {@code index} is its position in the call. */
    private record Chunk(int index, TokenRange tokens, int dropped) {}

    /** Chunks to be pooled in one window. */
    private record Window(TokenRange tokens, List<Chunk> chunks) {}

    /** One embedding for each span, in their order. */
    List<Embedding> encode(Passage document, List<Span> spans, Prompt prompt, int dimensions, OnTooLong onTooLong) {
        EncodeCall call = listener.started(1);
        long start = System.nanoTime();
        Embedding[] embeddings = new Embedding[spans.size()];
        long tokensRun;
        try {
            DocumentTokens tokens = tokenize(document, prompt);
            List<Chunk> chunks = chunks(tokens, spans, onTooLong);
            tokensRun = run(tokens, windows(tokens, chunks), new Matryoshka(dimensions, config.normalizes()), embeddings);
        } catch (RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
        List<Embedding> result = Arrays.asList(embeddings);
        long dropped = result.stream().mapToLong(Embedding::droppedTokens).sum();
        if (dropped > 0) {
            log.warn(
                    "{} of {} chunks had more tokens than fit into {} with the prompt and were truncated",
                    result.stream().filter(Embedding::truncated).count(),
                    result.size(),
                    maxTokens);
        }
        Duration total = Duration.ofNanos(System.nanoTime() - start);
        call.succeeded(new EncodeSummary(1, tokensRun, dropped > 0 ? 1 : 0, dropped, Duration.ZERO, total));
        return result;
    }

    private DocumentTokens tokenize(Passage document, Prompt prompt) {
        DocumentTokens tokens = tokenizer.document(config.prompts().resolve(prompt, document), document.text());
        vocabulary.requireKnown(tokens.ids(), 0);
        if (tokens.frame() >= maxTokens) {
            throw new IllegalArgumentException("the prompt with its title has " + tokens.frame()
                    + " tokens, special ones included, which leaves none of the limit of " + maxTokens + " to the document");
        }
        return tokens;
    }

    private List<Chunk> chunks(DocumentTokens document, List<Span> spans, OnTooLong onTooLong) {
        int capacity = maxTokens - document.frame();
        List<Chunk> chunks = new ArrayList<>(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            TokenRange tokens = document.of(spans.get(i));
            if (tokens.length() < 1) {
                throw new IllegalArgumentException("chunk " + i + " holds no token: the tokenizer leaves its characters out");
            }
            int dropped = Math.max(0, tokens.length() - capacity);
            if (dropped > 0 && onTooLong == OnTooLong.FAIL) {
                throw new TextTooLongException(i, document.frame() + tokens.length(), maxTokens);
            }
            chunks.add(new Chunk(i, new TokenRange(tokens.from(), tokens.to() - dropped), dropped));
        }
        return chunks;
    }

    /** All of one length: the whole document, or as much as goes through the model at once. */
    private List<Window> windows(DocumentTokens document, List<Chunk> chunks) {
        Windows grid = new Windows(document.count(), maxTokens - document.frame());
        Map<Integer, List<Chunk>> byStart = new TreeMap<>();
        for (Chunk chunk : chunks) {
            byStart.computeIfAbsent(grid.around(chunk.tokens).from(), start -> new ArrayList<>()).add(chunk);
        }
        int length = Math.min(grid.tokens(), grid.capacity());
        int most = Math.max(1, MASK_ENTRIES / Math.max(maxBatchTokens, document.frame() + length));
        List<Window> windows = new ArrayList<>();
        byStart.forEach((start, pooled) -> {
            for (int from = 0; from < pooled.size(); from += most) {
                List<Chunk> some = pooled.subList(from, Math.min(from + most, pooled.size()));
                windows.add(new Window(new TokenRange(start, start + length), some));
            }
        });
        return windows;
    }

    /** @return the tokens that went through the model */
    private long run(DocumentTokens document, List<Window> windows, Matryoshka matryoshka, Embedding[] embeddings) {
        int columns = document.frame() + windows.get(0).tokens.length();
        int[] lengths = new int[windows.size()];
        Arrays.fill(lengths, columns);
        for (int[] batch : planner.plan(lengths)) {
            int vectors = Arrays.stream(batch).map(index -> windows.get(index).chunks.size()).max().orElseThrow();
            TokenRows rows = TokenRows.of(batch.length, columns, vectors);
            for (int row = 0; row < batch.length; row++) {
                Window window = windows.get(batch[row]);
                rows.set(row, document.window(window.tokens));
                int shift = document.head() - window.tokens.from();
                for (int i = 0; i < window.chunks.size(); i++) {
                    TokenRange tokens = window.chunks.get(i).tokens;
                    rows.pool(row, i, tokens.from() + shift, tokens.to() + shift);
                }
            }
            long start = System.nanoTime();
            float[] values = session.run(rows);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            listener.batchRan(new BatchRun(batch.length, batch.length * columns, batch.length * columns, time));
            int width = values.length / (batch.length * vectors);
            for (int row = 0; row < batch.length; row++) {
                List<Chunk> chunks = windows.get(batch[row]).chunks;
                for (int i = 0; i < chunks.size(); i++) {
                    Chunk chunk = chunks.get(i);
                    embeddings[chunk.index] = new Embedding(
                            matryoshka.cut(values, row * vectors + i, width), chunk.tokens.length(), chunk.dropped);
                }
            }
        }
        return (long) windows.size() * columns;
    }
}
