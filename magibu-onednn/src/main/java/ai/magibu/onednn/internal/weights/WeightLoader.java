package ai.magibu.onednn.internal.weights;

import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.LayerType;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.model.ModelWeights;
import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.internal.weights.RopeTables;
import ai.magibu.onednn.internal.dnnl.Kernels;
import ai.magibu.onednn.internal.dnnl.NumberType;
import ai.magibu.onednn.internal.dnnl.NativeMemory;
import ai.magibu.onednn.internal.dnnl.OneDnn;
import ai.magibu.onednn.internal.dnnl.PackedMatrix;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a published model's weights and packs them, on several threads. */
public final class WeightLoader {

    private static final Logger log = LoggerFactory.getLogger(WeightLoader.class);

    private final OneDnn library;
    private final CheckedModel model;
    private final ExecutorService threads;
    /** Everything that is being loaded, to be freed if a part fails. */
    private final List<Future<?>> started = new ArrayList<>();
    private volatile boolean abandoned;

    private WeightLoader(OneDnn library, CheckedModel model, ExecutorService threads) {
        this.library = library;
        this.model = model;
        this.threads = threads;
    }

    /**
     * Loads all weights.
     *
     * @throws ModelSourceException if a file cannot be read
     * @throws InferenceException if memory runs out, or the calling thread is interrupted
     */
    public static EncoderWeights load(OneDnn library, CheckedModel model, ExecutorService threads) {
        WeightLoader loader = new WeightLoader(library, model, threads);
        try {
            return loader.load();
        } catch (RuntimeException | Error e) {
            loader.free();
            throw e;
        }
    }

    private interface Part<T> {
        T load(Kernels kernels) throws IOException;
    }

    private EncoderWeights load() {
        GemmaConfig config = model.config().gemma();
        ModelWeights weights = model.weights();
        Map<LayerType, Future<Rotation>> rotations = new EnumMap<>(LayerType.class);
        EnumSet.copyOf(config.layers()).forEach(type -> rotations.put(type, start(kernels -> rotation(type))));
        List<Future<LayerWeights>> layers = new ArrayList<>();
        for (int i = 0; i < weights.layers().size(); i++) {
            LayerType type = config.layers().get(i);
            ModelWeights.Layer layer = weights.layers().get(i);
            layers.add(start(kernels -> layer(kernels, type, layer)));
        }
        List<Future<DenseWeights>> dense = weights.dense().stream().map(each -> start(kernels -> dense(kernels, each))).toList();
        try {
            Map<LayerType, Rotation> ready = new EnumMap<>(LayerType.class);
            for (Map.Entry<LayerType, Future<Rotation>> each : rotations.entrySet()) {
                ready.put(each.getKey(), each.getValue().get());
            }
            return new EncoderWeights(
                    new EmbeddingTable(weights.embedding()), ready, all(layers), NativeMemory.of(norm(weights.finalNorm(), 1)), all(dense));
        } catch (IOException e) {
            throw failed(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException unreadable) {
                throw failed(unreadable);
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new InferenceException("the weights of " + model.folder() + " cannot be loaded: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("interrupted while the weights of " + model.folder() + " are loaded", e);
        }
    }

    private ModelSourceException failed(Exception e) {
        return new ModelSourceException("the weights in " + model.folder() + " cannot be read: " + e.getMessage(), e);
    }

    private <T> Future<T> start(Part<T> part) {
        Future<T> loading = threads.submit(() -> {
            if (abandoned) {
                throw new CancellationException("another part of the weights cannot be loaded");
            }
            library.useOnlyThisThread();
            try (Kernels kernels = new Kernels(library)) {
                return part.load(kernels);
            }
        });
        started.add(loading);
        return loading;
    }

    private void free() {
        abandoned = true;
        boolean interrupted = Thread.interrupted(); // which would end the waiting for parts that are being loaded
        for (Future<?> part : started) {
            try {
                if (part.get() instanceof AutoCloseable loaded) {
                    loaded.close();
                }
            } catch (Exception e) {
                log.debug("A part of the weights was not loaded", e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> List<T> all(List<Future<T>> parts) throws ExecutionException, InterruptedException {
        List<T> all = new ArrayList<>();
        for (Future<T> part : parts) {
            all.add(part.get());
        }
        return List.copyOf(all);
    }

    private Rotation rotation(LayerType type) {
        GemmaConfig config = model.config().gemma();
        RopeTables tables = new RopeTables(config.ropeBase(type), config.headDimension(), model.config().maxTokens());
        return new Rotation(tables.of(Math::cos), tables.of(Math::sin), config.headDimension() / 2);
    }

    private LayerWeights layer(Kernels kernels, LayerType type, ModelWeights.Layer layer) throws IOException {
        float scale = (float) (1 / Math.sqrt(model.config().gemma().queryPreAttentionScalar()));
        return new LayerWeights(
                type,
                matrix(kernels, NumberType.BF16, layer.query(), layer.key(), layer.value()),
                matrix(kernels, NumberType.BF16, layer.attentionOutput()),
                matrix(kernels, NumberType.BF16, layer.gate()),
                matrix(kernels, NumberType.BF16, layer.up()),
                matrix(kernels, NumberType.BF16, layer.down()),
                NativeMemory.of(norm(layer.inputNorm(), 1)),
                norm(layer.queryNorm(), scale),
                norm(layer.keyNorm(), 1),
                NativeMemory.of(norm(layer.postAttentionNorm(), 1)),
                NativeMemory.of(norm(layer.preFeedForwardNorm(), 1)),
                NativeMemory.of(norm(layer.postFeedForwardNorm(), 1)));
    }

    private static DenseWeights dense(Kernels kernels, ModelWeights.Dense dense) throws IOException {
        float[] bias = dense.bias() == null ? new float[dense.matrix().size(0)] : dense.bias().floats();
        return new DenseWeights(matrix(kernels, NumberType.F32, dense.matrix()), NativeMemory.of(bias), dense.activation());
    }

    /** Returns (1 + w) · scale. */
    private static float[] norm(Tensor tensor, float scale) throws IOException {
        float[] weights = tensor.floats();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (1 + weights[i]) * scale;
        }
        return weights;
    }

    /** Packs matrices that read the same input, side by side. */
    private static PackedMatrix matrix(Kernels kernels, NumberType packed, Tensor... tensors) throws IOException {
        int in = tensors[0].size(1);
        int out = Arrays.stream(tensors).mapToInt(tensor -> tensor.size(0)).sum();
        NumberType type = Arrays.stream(tensors).allMatch(tensor -> tensor.type() == DType.BF16) ? NumberType.BF16 : NumberType.F32;
        try (NativeMemory source = new NativeMemory((long) in * out * type.bytes())) {
            long offset = 0;
            for (Tensor tensor : tensors) {
                if (type == NumberType.BF16) {
                    read(tensor, source, offset);
                } else {
                    float[] values = tensor.floats();
                    source.write(offset, values, values.length);
                }
                offset += tensor.elements() * type.bytes();
            }
            return PackedMatrix.of(kernels, source, type, packed, in, out);
        }
    }

    /** Reads instead of mapping the file: mapped pages would count as this process's memory until the next collection. */
    private static void read(Tensor tensor, NativeMemory target, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            ByteBuffer bytes = target.buffer(Math.toIntExact(offset + tensor.bytes())).position(Math.toIntExact(offset));
            long start = tensor.offset() - offset;
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, start + bytes.position()) < 0) {
                    throw new EOFException(tensor.file() + " ended within " + tensor.name());
                }
            }
        }
    }
}
