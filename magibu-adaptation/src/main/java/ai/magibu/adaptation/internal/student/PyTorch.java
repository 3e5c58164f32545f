package ai.magibu.adaptation.internal.student;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.magibu.adaptation.api.AdaptationException;

/**
 * Starts DJL's PyTorch engine without the network, from libraries that no other user can change. The engine is always requested by its
 * name, because it becomes DJL's default engine once it is on the class path.
 */
final class PyTorch {

    static final String NAME = "PyTorch";

    private static final String OFFLINE = "ai.djl.offline";
    private static final String NO_TRACKING = "OPT_OUT_TRACKING";

    private PyTorch() {}

    /** @throws AdaptationException if the native library is missing, cannot be loaded or cannot be trusted */
    static synchronized Engine engine() {
        PyTorchLibrary.require();
        setIfAbsent(NO_TRACKING); // else DJL reports its start to a metadata service
        boolean added = setIfAbsent(OFFLINE);
        try {
            PyTorchCache.use(() -> Engine.getEngine(NAME));
            return Engine.getEngine(NAME);
        } catch (EngineException | IllegalStateException | IllegalArgumentException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new AdaptationException("PyTorch's native library cannot be loaded: " + cause.getMessage(), e);
        } finally {
            if (added) {
                System.clearProperty(OFFLINE);
            }
        }
    }

    private static boolean setIfAbsent(String name) {
        boolean absent = System.getenv(name) == null && System.getProperty(name) == null;
        if (absent) {
            System.setProperty(name, "true");
        }
        return absent;
    }
}
