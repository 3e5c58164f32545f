package ai.magibu.embedding.internal.natives;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's environment. A process has one, for all its users.
 *
 * <p>DJL's engine insists on creating the environment and fails if there already is one. It is therefore started first, so that
 * the application's own DJL models keep working. If another library was faster, this one uses that environment.
 */
final class OnnxEnvironment {

    private static final Logger log = LoggerFactory.getLogger(OnnxEnvironment.class);
    private static final String DJL_ENGINE = "OnnxRuntime";

    private static @Nullable OrtEnvironment environment;

    private OnnxEnvironment() {}

    /** @throws ai.magibu.embedding.api.InferenceException if ONNX Runtime cannot be started */
    static synchronized OrtEnvironment get() {
        if (environment == null) {
            environment = start();
            HeldEnvironment.ensure();
        }
        return environment;
    }

    private static OrtEnvironment start() {
        DjlDefaults.apply();
        NativeLibraries.loadOnnxRuntime();
        try {
            Engine.getEngine(DJL_ENGINE);
        } catch (RuntimeException | LinkageError e) {
            log.debug("DJL's OnnxRuntime engine did not start; the embedder does not need it", e);
        }
        try {
            return OrtEnvironment.getEnvironment();
        } catch (RuntimeException | LinkageError e) {
            throw LoadFailure.of("ONNX Runtime", e);
        }
    }
}
