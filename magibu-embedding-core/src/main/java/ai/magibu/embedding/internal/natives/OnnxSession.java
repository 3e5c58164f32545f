package ai.magibu.embedding.internal.natives;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A graph loaded by ONNX Runtime. Any number of threads may {@link #run} at once; {@link #close} must not run at the same time. */
public final class OnnxSession implements AutoCloseable {

    /** Without VNNI instructions the sum of two products of 8-bit numbers would overflow. No effect on other processors. */
    private static final String NO_OVERFLOW = "session.x64quantprecision";

    private static final Logger log = LoggerFactory.getLogger(OnnxSession.class);
    private static final Pattern COMMA = Pattern.compile(",");

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Device device;

    private OnnxSession(OrtEnvironment environment, OrtSession session, Device device) {
        this.environment = environment;
        this.session = session;
        this.device = device;
    }

    /**
     * Checks that a device can be used, as far as that is known without a graph.
     *
     * @throws DeviceUnavailableException if CUDA is requested and ONNX Runtime was built without it
     */
    public static void requireAvailable(Device device) {
        if (device.kind() == Device.Kind.CUDA) {
            OnnxEnvironment.get();
            if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
                throw CudaFailure.cpuBuild(device);
            }
        }
    }

    /**
     * Loads a graph. On CUDA, short texts run through it, so that a device that loads a graph and cannot run it is found here.
     *
     * @throws DeviceUnavailableException if CUDA is requested and does not work
     * @throws InferenceException if ONNX Runtime cannot be started or rejects the graph
     */
    public static OnnxSession load(CompiledGraph graph, SessionSettings settings) {
        return switch (settings.device().kind()) {
            case CPU -> open(graph, settings, Device.CPU);
            case CUDA -> open(graph, settings, settings.device());
            case AUTO -> {
                try {
                    yield open(graph, settings, Device.cuda(0));
                } catch (DeviceUnavailableException e) {
                    log.info("Running on the CPU: {}", e.getMessage());
                    yield open(graph, settings, Device.CPU);
                }
            }
        };
    }

    private static OnnxSession open(CompiledGraph graph, SessionSettings settings, Device device) {
        OrtEnvironment environment = OnnxEnvironment.get();
        requireAvailable(device);
        Path file = graph.file(GraphUse.on(device));
        try (SessionOptions options = options(settings, device);
                LoadableFolder folder = LoadableFolder.of(graph.folder())) {
            OnnxSession session = new OnnxSession(environment, environment.createSession(folder.file(file), options), device);
            try {
                session.tryEveryPath();
                return session;
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException | IOException e) {
            if (device.kind() == Device.Kind.CUDA) {
                throw CudaFailure.of(device, e);
            }
            throw new InferenceException("ONNX Runtime cannot load " + file + ": " + e.getMessage(), e);
        }
    }

    /** Runs one text for each path of a graph for CUDA; other graphs name no paths. */
    private void tryEveryPath() throws OrtException {
        String lengths = session.getMetadata().getCustomMetadata().get(CompiledGraph.PATH_LENGTHS);
        if (lengths != null) {
            for (String length : COMMA.split(lengths)) {
                TokenRows text = TokenRows.of(1, Integer.parseInt(length), 1);
                text.set(0, new long[text.columns()]);
                text.pool(0, 0, 0, text.columns());
                runOnce(text, new Cancellation());
            }
        }
    }

    private static SessionOptions options(SessionSettings settings, Device device) throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            if (settings.threads() > 0) {
                options.setIntraOpNumThreads(settings.threads());
            }
            options.setCPUArenaAllocator(settings.memoryArena());
            options.setMemoryPatternOptimization(false); // patterns help only where every run has the same shape
            options.addConfigEntry(NO_OVERFLOW, "1");
            if (device.kind() == Device.Kind.CUDA) {
                try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
                    cuda.add("use_ep_level_unified_stream", "1"); // else each caller and each branch makes a stream and a cuBLAS handle
                    cuda.add("use_tf32", settings.tf32() ? "1" : "0"); // else it is on
                    options.addCUDA(cuda);
                }
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    /** The device in use: never {@link Device#AUTO}. */
    public Device device() {
        return device;
    }

    /**
     * Runs one batch.
     *
     * @param cancellation stops the run, which then throws
     * @return the sentence embeddings, row-major [rows · vectors, dimension]
     * @throws InferenceException if the run fails (because memory ran out, for example) or is stopped
     */
    public float[] run(TokenRows batch, Cancellation cancellation) {
        try {
            return runOnce(batch, cancellation);
        } catch (OrtException e) {
            if (cancellation.isRequested()) {
                throw new InferenceException("the run was stopped", e);
            }
            throw new InferenceException(
                    "ONNX Runtime failed on " + batch.rows() + " texts of up to " + batch.columns() + " tokens: " + e.getMessage()
                            + ". If memory ran out, lower maxBatchTokens or maxTokens",
                    e);
        }
    }

    private float[] runOnce(TokenRows batch, Cancellation cancellation) throws OrtException {
        long[] shape = {batch.rows(), batch.columns()};
        long[] pooling = {(long) batch.rows() * batch.vectors(), batch.columns()};
        try (OnnxTensor ids = OnnxTensor.createTensor(environment, batch.ids(), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, batch.attention(), shape);
                OnnxTensor pooled = OnnxTensor.createTensor(environment, batch.pooling(), pooling);
                RunOptions options = new RunOptions()) {
            Map<String, OnnxTensor> inputs = Map.of(
                    CompiledGraph.INPUT_IDS, ids,
                    CompiledGraph.ATTENTION_MASK, attention,
                    CompiledGraph.POOLING_MASK, pooled);
            cancellation.begin(() -> terminate(options));
            try (OrtSession.Result result = session.run(inputs, options)) {
                FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] vectors = new float[values.remaining()];
                values.get(vectors);
                return vectors;
            } finally {
                cancellation.end(); // before the options are freed
            }
        }
    }

    private static void terminate(RunOptions options) {
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            log.warn("A run of the model cannot be stopped", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("ONNX Runtime cannot close the session: " + e.getMessage(), e);
        }
    }
}
