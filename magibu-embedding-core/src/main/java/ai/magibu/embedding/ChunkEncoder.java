package ai.magibu.embedding;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.internal.batch.BatchScheduler;
import ai.magibu.embedding.internal.batch.BatchVectors;
import ai.magibu.embedding.internal.batch.TokenSequence;
import ai.magibu.embedding.internal.batch.Windows;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.tokenize.DocumentTokens;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.embedding.internal.tokenize.TokenRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
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
    private final BatchScheduler scheduler;
    private final int maxTokens;
    private final int maxBatchTokens;
    private final EncodeListener listener;
    private final Executor tokenizers;
    private final BooleanSupplier terminated;

    ChunkEncoder(
            ModelConfig config,
            TextTokenizer tokenizer,
            BatchScheduler scheduler,
            int maxTokens,
            int maxBatchTokens,
            EncodeListener listener,
            Executor tokenizers,
            BooleanSupplier terminated) {
        this.config = config;
        this.vocabulary = new Vocabulary(config.gemma().vocabularySize());
        this.tokenizer = tokenizer;
        this.scheduler = scheduler;
        this.maxTokens = maxTokens;
        this.maxBatchTokens = maxBatchTokens;
        this.listener = listener;
        this.tokenizers = tokenizers;
        this.terminated = terminated;
    }

    /** A chunk's tokens, as many as its embedding stands for; {@code index} is its position in the call. */
    private record Chunk(int index, TokenRange tokens, int dropped) {}

    /** Chunks to be pooled in one window. */
    private record Window(TokenRange tokens, List<Chunk> chunks) {}

    /** One embedding for each span, in their order. */
    List<Embedding> encode(Passage document, List<Span> spans, EncodeRequest request) {
        EncodeCall call = listener.started(1);
        long start = System.nanoTime();
        Embedding[] embeddings = new Embedding[spans.size()];
        List<TokenSequence> sequences;
        BatchVectors vectors;
        try {
            DocumentTokens tokens = tokenizeElsewhere(document, request.prompt());
            List<Window> windows = windows(tokens, chunks(tokens, spans, request.onTooLong()));
            sequences = windows.stream().map(window -> sequence(tokens, window)).toList();
            vectors = Waiting.on(scheduler.submit(sequences, false), 1);
            for (int i = 0; i < windows.size(); i++) {
                List<Chunk> chunks = windows.get(i).chunks;
                for (int j = 0; j < chunks.size(); j++) {
                    Chunk chunk = chunks.get(j);
                    embeddings[chunk.index] =
                            new Embedding(request.matryoshka().vector(vectors.of(i)[j]), chunk.tokens.length(), chunk.dropped);
                }
            }
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
        long tokensRun = sequences.stream().mapToLong(TokenSequence::length).sum();
        Duration total = Duration.ofNanos(System.nanoTime() - start);
        call.succeeded(new EncodeSummary(1, tokensRun, dropped > 0 ? 1 : 0, dropped, vectors.waiting(), total));
        return result;
    }

    /** On another thread, so that a virtual thread leaves its carrier. */
    private DocumentTokens tokenizeElsewhere(Passage document, Prompt prompt) {
        AtomicBoolean cancelled = new AtomicBoolean();
        try {
            return Waiting.on(
                    CompletableFuture.supplyAsync(
                            () -> tokenize(document, prompt, () -> cancelled.get() || terminated.getAsBoolean()), tokenizers),
                    1);
        } finally {
            cancelled.set(true);
        }
    }

    private DocumentTokens tokenize(Passage document, Prompt prompt, BooleanSupplier cancelled) {
        DocumentTokens tokens = tokenizer.document(config.prompts().resolve(prompt, document), document.text(), cancelled);
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

    private static TokenSequence sequence(DocumentTokens document, Window window) {
        int shift = document.head() - window.tokens.from();
        return new TokenSequence(
                document.window(window.tokens), window.chunks.stream().map(chunk -> chunk.tokens.shifted(shift)).toList());
    }
}
