package ai.magibu.adaptation.internal.student;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.Target;
import ai.magibu.embedding.internal.config.Json;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.PoolingMode;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.evaluation.internal.file.FileFault;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A model that learns. Weights, gradients and moments are float32, outside the heap. Must be used by the thread that opened it, and only
 * one can be open in a JVM, because PyTorch's gradient mode belongs to a thread and DJL collects gradients once per JVM.
 */
public final class Student implements AutoCloseable {

    private static final AtomicBoolean OPEN = new AtomicBoolean();
    private static final int NO_PADDING = -1;

    private final ModelConfig config;
    private final StudentSettings settings;
    private final Engine engine;
    private final NDManager manager;
    private final Weights weights;
    private final List<Weight> trained;
    private final AdamW optimizer;
    private final int paddingId;
    private final boolean gradientsBefore;

    private Student(CheckedModel model, StudentSettings settings, Engine engine, NDManager manager, boolean gradientsBefore)
            throws IOException {
        this.config = model.config();
        this.settings = settings;
        this.engine = engine;
        this.manager = manager;
        this.gradientsBefore = gradientsBefore;
        paddingId = paddingId(config);
        weights = Weights.load(model.weights(), manager);
        weights.train(settings.trained(), settings.target());
        trained = weights.all().stream().filter(Weight::isTrained).toList();
        optimizer = new AdamW(trained, settings, manager);
    }

    /**
     * Loads a model into PyTorch.
     *
     * @throws AdaptationException if the model has parts that are not trained here, or PyTorch's native library is missing
     * @throws IllegalStateException if another student is open
     */
    public static Student open(CheckedModel model, StudentSettings settings) {
        requireTrainable(model);
        if (!OPEN.compareAndSet(false, true)) {
            throw new IllegalStateException("another distillation is running in this JVM; wait until it ends");
        }
        Student student = null;
        try {
            student = load(model, settings);
            return student;
        } finally {
            if (student == null) {
                OPEN.set(false);
            }
        }
    }

    /** @throws AdaptationException if PyTorch's native library is missing; the message names the artifact */
    public static void requireLibrary() {
        PyTorchLibrary.require();
    }

    private static Student load(CheckedModel model, StudentSettings settings) {
        Engine engine = PyTorch.engine();
        boolean gradientsBefore = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        JniUtils.setNumThreads(settings.threads());
        NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.NAME);
        try {
            return new Student(model, settings, engine, manager, gradientsBefore);
        } catch (IOException | RuntimeException e) {
            manager.close();
            JniUtils.setGradMode(gradientsBefore);
            if (e instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new AdaptationException(model.folder() + ": the weights cannot be read: " + FileFault.reason(e), e);
        }
    }

    private static void requireTrainable(CheckedModel model) {
        PoolingMode mode = model.config().pooling().mode();
        if (mode != PoolingMode.MEAN) {
            throw new AdaptationException(model.folder() + ": only models with mean pooling can be trained, not with " + mode + ".");
        }
        if (model.config().truncateDimension() != null) {
            throw new AdaptationException(
                    model.folder() + ": a model that cuts its vectors (truncate_dim) cannot be trained. Remove truncate_dim first.");
        }
    }

    /** transformers gives the row of this token no gradient. */
    private static int paddingId(ModelConfig config) {
        Json json = Json.read(config.transformerFolder().resolve(ModelFiles.CONFIG));
        if (!json.members().containsKey("pad_token_id")) {
            return 0; // the default of Gemma3TextConfig
        }
        Json id = json.get("pad_token_id");
        return id.isPresent() ? (int) id.wholeNumber(0, config.gemma().vocabularySize() - 1L) : NO_PADDING;
    }

    /** Returns the length of the vectors that it learns. */
    public int dimension() {
        return settings.target() == Target.FINAL ? config.dimension() : config.gemma().hiddenSize();
    }

    /**
     * Computes the gradients of a part of an optimizer step and adds them to those of the parts before.
     *
     * @param targets the teacher's vectors, a row for each text
     * @param total the texts of the whole step
     * @return the part's share of the step's loss
     */
    public double accumulate(TokenBatch batch, float[][] targets, int total) {
        return accumulate(batch, targets, total, () -> {});
    }

    /** @param between runs between the forward and the backward pass, for tests */
    double accumulate(TokenBatch batch, float[][] targets, int total, Runnable between) {
        double loss;
        try (NDManager step = manager.newSubManager(); GradientCollector collector = engine.newGradientCollector()) {
            NDArray vectors = new Pass(config, weights, batch, step).run(settings.target());
            NDArray value = LossFunction.of(settings.loss(), vectors, targets, total, step);
            between.run();
            collector.backward(value);
            loss = value.getFloat();
        }
        clearPadding();
        return loss;
    }

    private void clearPadding() {
        if (paddingId != NO_PADDING) {
            try (NDManager scratch = manager.newSubManager()) {
                NDArray zeros = scratch.zeros(new Shape(1, config.gemma().hiddenSize()));
                weights.embedding().gradient(scratch).set(new NDIndex("{}:{}", paddingId, paddingId + 1), zeros);
            }
        }
    }

    /**
     * Changes the weights by the accumulated gradients and clears them.
     *
     * @param rate the learning rate of this step
     * @return the norm of the gradients before clipping; if it is not finite, nothing was changed
     */
    public double update(double rate) {
        return optimizer.step(rate);
    }

    /** Returns the vectors of texts, a row for each, without gradients. */
    public float[][] vectors(TokenBatch batch) {
        try (NDManager step = manager.newSubManager()) {
            float[] flat = new Pass(config, weights, batch, step).run(settings.target()).toFloatArray();
            int dimension = flat.length / batch.rows().size();
            float[][] vectors = new float[batch.rows().size()][dimension];
            for (int row = 0; row < vectors.length; row++) {
                System.arraycopy(flat, row * dimension, vectors[row], 0, dimension);
            }
            return vectors;
        }
    }

    /** Returns the tensors in the order of the forward pass. */
    public List<StudentTensor> tensors() {
        return List.copyOf(weights.all());
    }

    /** Continues the optimizer after a number of steps; the moments are restored tensor by tensor. */
    public void restore(int steps) {
        optimizer.restore(steps);
    }

    NDManager manager() {
        return manager;
    }

    List<Weight> trained() {
        return trained;
    }

    /** Frees everything. */
    @Override
    public void close() {
        optimizer.close();
        manager.close();
        JniUtils.setGradMode(gradientsBefore);
        OPEN.set(false);
    }
}
