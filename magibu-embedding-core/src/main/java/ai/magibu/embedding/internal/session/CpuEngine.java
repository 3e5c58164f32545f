package ai.magibu.embedding.internal.session;

import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.Processor;
import ai.magibu.embedding.internal.natives.SessionSettings;
import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * Runs models in bf16 on the CPU, for which ONNX Runtime has no kernels. An optional module provides one; {@link ServiceLoader}
 * finds it.
 */
public interface CpuEngine {

    /**
     * Checks that this machine can run it.
     *
     * @throws DeviceUnavailableException if the processor or the platform is unsupported, or the native library is missing; the
     *     message names it
     */
    void requireAvailable();

    /**
     * Loads a model.
     *
     * @param settings the device is the CPU
     * @throws DeviceUnavailableException as {@link #requireAvailable} does
     * @throws ai.magibu.embedding.api.InferenceException if the model cannot be loaded
     * @throws ai.magibu.embedding.api.ModelSourceException if a file cannot be read
     */
    ModelSession load(CheckedModel model, SessionSettings settings);

    /**
     * Returns the engine on the class path or module path, which can run on this machine.
     *
     * @throws DeviceUnavailableException if none is installed, or as {@link #requireAvailable} does
     */
    static CpuEngine require() {
        Iterator<CpuEngine> engines = ServiceLoader.load(CpuEngine.class, CpuEngine.class.getClassLoader()).iterator();
        if (!engines.hasNext()) {
            throw new DeviceUnavailableException(
                    "bf16 on the CPU needs ai.magibu:magibu-onednn, of Magibu's version, which is not on the class path (this processor is "
                            + Processor.name() + "). Add it, or use fp32 or int8 on the CPU",
                    null);
        }
        CpuEngine engine = engines.next();
        engine.requireAvailable();
        return engine;
    }
}
