package ai.magibu.embedding.internal.session;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.OnnxSession;
import ai.magibu.embedding.internal.natives.SessionSettings;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a model's session on the device that its precision needs: with ONNX Runtime, or in bf16 on the CPU with the {@link CpuEngine} of
 * an optional module.
 */
public final class SessionOpener {

    private static final Logger log = LoggerFactory.getLogger(SessionOpener.class);

    private final Precision precision;
    private final @Nullable CheckedModel published;
    private final Supplier<CompiledGraph> graph;

    /**
     * @param published the published model, from which an engine reads the weights; null for an exported model
     * @param graph the graph for ONNX Runtime, compiled unless it is there
     */
    public SessionOpener(Precision precision, @Nullable CheckedModel published, Supplier<CompiledGraph> graph) {
        this.precision = precision;
        this.published = published;
        this.graph = graph;
    }

    /**
     * Returns the device to use for a requested one, after checking all that is known without the model's weights.
     *
     * @return {@link Device#AUTO} if CUDA is tried first
     * @throws IllegalArgumentException if the precision does not run on the requested device
     * @throws DeviceUnavailableException if the device, its libraries or the engine are missing
     */
    public Device available(Device requested) {
        Device device = precision == Precision.INT8 ? forInt8(requested) : requested;
        if (precision == Precision.BF16 && device.kind() != Device.Kind.CUDA) {
            return forBfloat16(device);
        }
        OnnxSession.requireAvailable(device);
        return device;
    }

    private static Device forInt8(Device requested) {
        if (requested.kind() == Device.Kind.CUDA) {
            throw new IllegalArgumentException("int8 runs on the CPU only: use fp32 or bf16 on " + requested + ", or the device cpu");
        }
        return Device.CPU;
    }

    private Device forBfloat16(Device requested) {
        if (published == null) {
            if (requested.kind() == Device.Kind.CPU) {
                throw new IllegalArgumentException(
                        "a model that was exported in bf16 runs on CUDA only: load the published model in bf16, or export it in fp32 or int8");
            }
            OnnxSession.requireAvailable(Device.cuda(0));
            return Device.cuda(0);
        }
        DeviceUnavailableException noCuda = null;
        if (requested.kind() == Device.Kind.AUTO) {
            try {
                OnnxSession.requireAvailable(Device.cuda(0));
                return Device.AUTO;
            } catch (DeviceUnavailableException e) {
                noCuda = e;
            }
        }
        engine(noCuda);
        return Device.CPU;
    }

    /** @param noCuda why CUDA, which was tried first, does not work; null if it was not tried */
    private static CpuEngine engine(@Nullable DeviceUnavailableException noCuda) {
        try {
            return CpuEngine.require();
        } catch (DeviceUnavailableException e) {
            throw noCuda == null ? e : new DeviceUnavailableException(e.getMessage() + ". For CUDA: " + noCuda.getMessage(), e);
        }
    }

    /**
     * Opens a session.
     *
     * @param settings the device is one that {@link #available} returned
     * @throws DeviceUnavailableException if the device does not work
     * @throws ai.magibu.embedding.api.InferenceException if the model cannot be loaded
     */
    public ModelSession open(SessionSettings settings) {
        if (precision != Precision.BF16 || published == null) {
            return onnx(settings);
        }
        return switch (settings.device().kind()) {
            case CUDA -> onnx(settings);
            case CPU -> engine(null).load(published, settings);
            case AUTO -> {
                try {
                    yield onnx(settings.on(Device.cuda(0)));
                } catch (DeviceUnavailableException e) {
                    CpuEngine engine = engine(e);
                    log.info("Running on the CPU: {}", e.getMessage());
                    yield engine.load(published, settings.on(Device.CPU));
                }
            }
        };
    }

    private ModelSession onnx(SessionSettings settings) {
        return new OnnxModel(OnnxSession.load(graph.get(), settings));
    }
}
