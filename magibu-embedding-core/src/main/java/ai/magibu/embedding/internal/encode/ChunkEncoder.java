package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.internal.batch.CallVectors;
import ai.magibu.embedding.internal.tokenize.DocumentTokens;
import ai.magibu.embedding.internal.tokenize.TokenRange;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Late chunking. The document goes through the model whole, or in overlapping parts, and each chunk is pooled from its own tokens
 * there. The graph pools by a mask for each chunk and applies the dense layers, so token vectors never leave it.
 */
final class ChunkEncoder {

    /** The most entries of a batch's masks, 8 bytes each: at 8,192 tokens, 1,024 chunks in one run. */
    private static final int MASK_ENTRIES = 1 << 23;

    private final EncodeContext context;
    private final int maxTokens;

    ChunkEncoder(EncodeContext context) {
        this.context = context;
        this.maxTokens = context.maxTokens();
    }

    /** The tokens of a chunk that its embedding represents; {@code index} is its position in the call. */
    private record Chunk(int index, TokenRange tokens, int dropped) {}

    /** A part of the document, and the chunks that are pooled in it. */
    private record Part(TokenRange tokens, List<Chunk> chunks) {}

    /** Returns one embedding for each span, in their order. */
    List<Embedding> encode(Passage document, List<Span> spans, EncodeRequest request) {
        return context.record(1, "chunks").end(() -> {
            DocumentTokens tokens = tokenizeElsewhere(document, request.prompt());
            List<Part> parts = parts(tokens, chunks(tokens, spans, request.onTooLong()));
            List<TokenizedText> texts = parts.stream().map(part -> text(tokens, part)).toList();
            CallVectors vectors = Waiting.on(context.scheduler().submit(texts, false), 1);
            Embedding[] embeddings = new Embedding[spans.size()];
            for (int i = 0; i < parts.size(); i++) {
                List<Chunk> chunks = parts.get(i).chunks;
                for (int j = 0; j < chunks.size(); j++) {
                    Chunk chunk = chunks.get(j);
                    float[] vector = request.matryoshka().vector(vectors.ofTexts().get(i).ofRanges().get(j));
                    embeddings[chunk.index] = new Embedding(vector, chunk.tokens.length(), chunk.dropped);
                }
            }
            long tokensRun = texts.stream().mapToLong(TokenizedText::length).sum();
            return new EncodeResult(Arrays.asList(embeddings), tokensRun, vectors.waiting());
        });
    }

    /** On another thread, so that a virtual thread leaves its carrier. */
    private DocumentTokens tokenizeElsewhere(Passage document, Prompt prompt) {
        AtomicBoolean cancelled = new AtomicBoolean();
        try {
            return Waiting.on(CompletableFuture.supplyAsync(() -> tokenize(document, prompt, cancelled), context.threads()), 1);
        } finally {
            cancelled.set(true);
        }
    }

    private DocumentTokens tokenize(Passage document, Prompt prompt, AtomicBoolean cancelled) {
        String prefix = context.config().prompts().resolve(prompt, document);
        DocumentTokens tokens;
        try {
            tokens = context.tokenizer()
                    .document(prefix, document.text(), () -> cancelled.get() || context.terminated().getAsBoolean());
        } catch (EncodeInterruptedException e) { // the call has ended already, or the embedder is closed
            throw new EmbedderClosedException();
        }
        PassageTokenizer.requireKnown(tokens.ids(), 0, context.config());
        if (tokens.frame() >= maxTokens) {
            throw new IllegalArgumentException("the prompt with its title has " + tokens.frame()
                    + " tokens, special ones included, which leaves no room for the document within the limit of " + maxTokens);
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

    /** Returns parts of one length: the whole document, or as much as goes through the model at once. */
    private List<Part> parts(DocumentTokens document, List<Chunk> chunks) {
        DocumentParts grid = new DocumentParts(document.count(), maxTokens - document.frame());
        Map<Integer, List<Chunk>> byStart = new TreeMap<>();
        for (Chunk chunk : chunks) {
            byStart.computeIfAbsent(grid.around(chunk.tokens).from(), start -> new ArrayList<>()).add(chunk);
        }
        int length = Math.min(grid.tokens(), grid.capacity());
        int most = Math.max(1, MASK_ENTRIES / Math.max(context.maxBatchTokens(), document.frame() + length));
        List<Part> parts = new ArrayList<>();
        byStart.forEach((start, pooled) -> {
            for (int from = 0; from < pooled.size(); from += most) {
                List<Chunk> some = pooled.subList(from, Math.min(from + most, pooled.size()));
                parts.add(new Part(new TokenRange(start, start + length), some));
            }
        });
        return parts;
    }

    private static TokenizedText text(DocumentTokens document, Part part) {
        int shift = document.leading() - part.tokens.from();
        return new TokenizedText(
                document.part(part.tokens), part.chunks.stream().map(chunk -> chunk.tokens.shifted(shift)).toList(), 0);
    }
}
