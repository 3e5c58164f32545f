package ai.magibu.embedding.session;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.graph.ExportedGraph;
import ai.magibu.embedding.natives.NativeLibraries;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.LongBuffer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graph loaded by DJL's OnnxRuntime engine. Any number of threads may {@link #run} at once; {@link #close} must not run
 * beside them.
 */
public final class OnnxSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OnnxSession.class);
    private static final String ENGINE = "OnnxRuntime";
    private static final String GPU_NEEDS =
            "CUDA needs com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of onnxruntime, of the same version,"
                    + " with CUDA 12 and cuDNN 9 installed (Linux or Windows on x86-64)";

    private final Model model;
    private final Device device;

    private OnnxSession(Model model, Device device) {
        this.model = model;
        this.device = device;
    }

    /**
     * Loads a graph.
     *
     * @throws DeviceUnavailableException if CUDA was asked for and does not work
     * @throws InferenceException if ONNX Runtime refuses the graph
     */
    public static OnnxSession load(ExportedGraph graph, SessionSettings settings) {
        DjlDefaults.apply();
        NativeLibraries.loadOnnxRuntime();
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

    private static OnnxSession open(ExportedGraph graph, SessionSettings settings, Device device) {
        // DJL is told "CPU" always: given a GPU it would add its own CUDA provider beside the one configured here
        Model model = newModel();
        try (SessionOptions options = options(settings, device)) {
            model.load(graph.folder(), graph.embedder().getFileName().toString(), Map.of("sessionOptions", options));
            HeldEnvironment.ensure();
            return new OnnxSession(model, device);
        } catch (MalformedModelException | OrtException | IOException | EngineException e) {
            model.close();
            if (device.kind() == Device.Kind.CUDA) {
                throw new DeviceUnavailableException(device + " cannot be used: " + reason(e) + ". " + GPU_NEEDS, e);
            }
            throw new InferenceException(
                    "ONNX Runtime cannot load " + graph.embedder() + ": " + reason(e)
                            + ". If the file is damaged, delete its folder and it will be made again",
                    e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Model newModel() {
        try {
            return Model.newInstance("encoder", ai.djl.Device.cpu(), ENGINE);
        } catch (LinkageError e) { // from static initialisers, and once more at each later try
            throw new InferenceException(
                    "ONNX Runtime cannot be started: " + reason(e) + ". It needs glibc (so not Alpine), and DJL needs to be the first to"
                            + " start it in this process: load the embedder before other code that uses ONNX Runtime",
                    e);
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
            if (device.kind() == Device.Kind.CUDA) {
                if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
                    throw new DeviceUnavailableException(
                            device + " cannot be used: the ONNX Runtime on the class path is a CPU build. " + GPU_NEEDS, null);
                }
                options.addCUDA(device.index());
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
     * @return the sentence embeddings, row-major [rows · vectors, dimension]
     * @throws InferenceException if the run fails, for want of memory say
     */
    public float[] run(TokenRows batch) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(batch.rows(), batch.columns());
            NDList inputs = new NDList();
            inputs.add(input(manager, ExportedGraph.INPUT_IDS, batch.ids(), shape));
            inputs.add(input(manager, ExportedGraph.ATTENTION_MASK, batch.attention(), shape));
            Shape pooling = new Shape((long) batch.rows() * batch.vectors(), batch.columns());
            inputs.add(input(manager, ExportedGraph.POOLING_MASK, batch.pooling(), pooling));
            ParameterStore none = new ParameterStore(manager, false);
            return model.getBlock().forward(none, inputs, false).singletonOrThrow().toFloatArray();
        } catch (EngineException e) {
            throw new InferenceException(
                    "ONNX Runtime failed on " + batch.rows() + " texts of up to " + batch.columns() + " tokens: " + reason(e)
                            + ". If memory ran out, lower maxBatchTokens or maxTokens",
                    e);
        }
    }

    private static NDArray input(NDManager manager, String name, LongBuffer values, Shape shape) {
        NDArray array = manager.create(values, shape, DataType.INT64);
        array.setName(name);
        return array;
    }

    /** What ONNX Runtime said, which DJL wraps. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void close() {
        model.close();
    }
}
