package ai.magibu.embedding;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.batch.BatchRunner;
import ai.magibu.embedding.config.ModelConfig;
import ai.magibu.embedding.tokenize.TextTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every call: texts → tokens → batches → vectors. Knows nothing of lifecycle or defaults. */
final class Encoder {

    private static final Logger log = LoggerFactory.getLogger(Encoder.class);

    /** Batches planned together: enough to sort well, little enough to bound memory. */
    private static final int BATCHES_OF_A_WINDOW = 32;

    /** Of the languages that these models are for, some more. */
    private static final int CHARACTERS_OF_A_TOKEN = 4;

    private final ModelConfig config;
    private final PassageTokenizer tokenizer;
    private final BatchRunner runner;
    private final int maxTokens;
    private final long charactersOfAWindow;
    private final EncodeListener listener;

    Encoder(
            ModelConfig config,
            TextTokenizer tokenizer,
            BatchRunner runner,
            int maxTokens,
            int maxBatchTokens,
            EncodeListener listener) {
        this.config = config;
        this.tokenizer = new PassageTokenizer(config, tokenizer, maxTokens);
        this.runner = runner;
        this.maxTokens = maxTokens;
        this.charactersOfAWindow = (long) BATCHES_OF_A_WINDOW * maxBatchTokens * CHARACTERS_OF_A_TOKEN;
        this.listener = listener;
    }

    /** The texts' embeddings, or the failure of any of them. */
    List<Embedding> encode(List<Passage> passages, EncodeRequest request) {
        EncodeCall call = listener.started(passages.size());
        long start = System.nanoTime();
        List<Embedding> embeddings = new ArrayList<>(passages.size());
        Duration waiting = Duration.ZERO;
        try {
            TextWindows windows = windows(passages.iterator(), request);
            while (windows.read()) {
                Encoded encoded = windows.next(window -> {
                    if (window.refusal() != null) {
                        throw window.refusal();
                    }
                    return run(window, request);
                });
                embeddings.addAll(encoded.embeddings);
                waiting = waiting.plus(encoded.waiting);
            }
        } catch (RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
        succeed(call, new Encoded(embeddings, waiting), start);
        return embeddings;
    }

    /** A call that goes on window by window: see {@link #encodeNext}. */
    TextWindows windows(Iterator<Passage> passages, EncodeRequest request) {
        return new TextWindows(passages, tokenizer, request, charactersOfAWindow);
    }

    /**
     * A window's embeddings.
     *
     * @param refusal what is wrong with the text after the last one; null where nothing is
     */
    record Part(List<Embedding> embeddings, @Nullable RuntimeException refusal) {}

    /** The embeddings of the next window, which is a call of its own to the listener; so is the text that is refused after it. */
    Part encodeNext(TextWindows windows, EncodeRequest request) {
        return windows.next(window -> {
            EncodeCall call = listener.started(window.texts().size());
            long start = System.nanoTime();
            Encoded encoded;
            try {
                encoded = run(window, request);
            } catch (RuntimeException | Error e) {
                call.failed(e);
                throw e;
            }
            succeed(call, encoded, start);
            if (window.refusal() != null) {
                listener.started(1).failed(window.refusal());
            }
            return new Part(encoded.embeddings, window.refusal());
        });
    }

    private record Encoded(List<Embedding> embeddings, Duration waiting) {}

    private Encoded run(TextWindow window, EncodeRequest request) {
        BatchRunner.Vectors vectors = runner.run(window.sequences(), window.first() > 0);
        Matryoshka matryoshka = new Matryoshka(request.dimensions(), config.normalizes());
        List<Embedding> embeddings = new ArrayList<>(window.texts().size());
        for (TextWindow.Text text : window.texts()) {
            float[] vector = requireSound(matryoshka.cut(vectors.of(embeddings.size())[0]));
            embeddings.add(new Embedding(vector, text.sequence().length(), text.dropped()));
        }
        return new Encoded(embeddings, vectors.waiting());
    }

    private static float[] requireSound(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new InferenceException("the model gives a vector that is not finite or has no length; its weights are damaged", null);
        }
        return vector;
    }

    private void succeed(EncodeCall call, Encoded encoded, long start) {
        List<Embedding> embeddings = encoded.embeddings;
        int truncated = (int) embeddings.stream().filter(Embedding::truncated).count();
        if (truncated > 0) {
            log.warn("{} of {} texts had more than {} tokens and were truncated", truncated, embeddings.size(), maxTokens);
        }
        call.succeeded(new EncodeSummary(
                embeddings.size(),
                embeddings.stream().mapToLong(Embedding::tokens).sum(),
                truncated,
                embeddings.stream().mapToLong(Embedding::droppedTokens).sum(),
                encoded.waiting,
                Duration.ofNanos(System.nanoTime() - start)));
    }
}
