package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.internal.batch.TextVectors;
import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.session.ModelSession;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import ai.magibu.onednn.internal.dnnl.OneDnn;
import ai.magibu.onednn.internal.weights.EncoderWeights;
import ai.magibu.onednn.internal.weights.WeightLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A model in bfloat16 on the CPU. */
public final class OneDnnSession implements ModelSession {

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ModelConfig config;
    private final boolean memoryArena;
    private final ExecutorService threads;
    private final EncoderWeights weights;
    private final WindowMasks masks;
    private final SentenceHead head;
    private final Crew crew;

    private OneDnnSession(OneDnn library, ModelConfig config, EncoderWeights weights, ExecutorService threads, int size,
            boolean memoryArena) {
        GemmaConfig gemma = config.gemma();
        this.config = config;
        this.weights = weights;
        this.threads = threads;
        this.memoryArena = memoryArena;
        this.masks = new WindowMasks(gemma.windowReach(), gemma.attentionHeads() / gemma.keyValueHeads());
        this.head = new SentenceHead(config.outputModules(), weights.dense());
        this.crew = new Crew(size, () -> new Worker(library, gemma, weights, masks));
    }

    /**
     * Loads a published model.
     *
     * @throws ai.magibu.embedding.api.DeviceUnavailableException if oneDNN cannot be used
     * @throws InferenceException if the weights cannot be loaded
     */
    public static OneDnnSession load(CheckedModel model, SessionSettings settings) {
        OneDnn library = OneDnn.get();
        int size = settings.threads() > 0 ? settings.threads() : Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(size, OneDnnSession::newThread);
        try {
            EncoderWeights weights = WeightLoader.load(library, model, threads);
            return new OneDnnSession(library, model.config(), weights, threads, size, settings.memoryArena());
        } catch (RuntimeException | Error e) {
            threads.shutdownNow();
            throw e;
        }
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "magibu-onednn-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(OneDnnSession.class.getClassLoader());
        return thread;
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public boolean pads() {
        return false;
    }

    @Override
    public List<TextVectors> run(List<TokenizedText> batch, Cancellation cancellation) {
        PackedTexts texts = new PackedTexts(batch);
        List<Worker> workers = crew.take(Run.mostWorkers(texts));
        try {
            PooledVectors pooled = pool(batch, Run.of(texts, workers.size(), cancellation), workers);
            return perText(batch, head.apply(pooled.vectors(), workers.get(0).kernels()));
        } finally {
            if (!memoryArena) {
                workers.forEach(Worker::freeMemory);
            }
            crew.giveBack(workers);
        }
    }

    private PooledVectors pool(List<TokenizedText> batch, Run run, List<Worker> workers) {
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).prepare(run, i, workers.get(0));
        }
        List<CompletableFuture<PooledVectors>> parts = new ArrayList<>();
        try {
            for (Worker worker : workers.subList(1, workers.size())) {
                parts.add(CompletableFuture.supplyAsync(() -> encode(batch, run, worker, !run.byColumns()), threads));
            }
            parts.add(CompletableFuture.completedFuture(encode(batch, run, workers.get(0), true)));
        } catch (RuntimeException | Error e) {
            run.rendezvous().fail(e); // also if no thread can be started, for which the others would wait
        }
        // nothing may run any more when the workers are given back
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).exceptionally(failure -> null).join();
        run.rendezvous().requireNoFailure();
        PooledVectors pooled = parts.get(0).join();
        parts.subList(1, parts.size()).forEach(part -> pooled.add(part.join()));
        return pooled;
    }

    private PooledVectors encode(List<TokenizedText> batch, Run run, Worker worker, boolean pools) {
        try {
            PooledVectors pooled = new PooledVectors(config.pooling().mode(), batch, config.gemma().hiddenSize());
            worker.encode(pools ? pooled : null);
            return pooled;
        } catch (RuntimeException | Error e) {
            run.rendezvous().fail(e);
            throw e;
        }
    }

    /** @param vectors the vectors of all texts, in their order */
    private static List<TextVectors> perText(List<TokenizedText> batch, float[][] vectors) {
        List<TextVectors> result = new ArrayList<>(batch.size());
        int next = 0;
        for (TokenizedText text : batch) {
            int end = next + text.pooled().size();
            result.add(new TextVectors(Arrays.asList(vectors).subList(next, end)));
            next = end;
        }
        return result;
    }

    @Override
    public void close() {
        threads.shutdown();
        crew.close();
        masks.close();
        weights.close();
    }
}
