package ai.magibu.embedding.internal.natives;

import ai.djl.engine.Engine;

/** The versions of the native libraries in use. */
public final class RuntimeVersions {

    private RuntimeVersions() {}

    /** Returns the version of ONNX Runtime, and starts it if nothing has. */
    public static String onnxRuntime() {
        return OnnxEnvironment.get().getVersion();
    }

    public static String djl() {
        DjlDefaults.apply();
        return Engine.getDjlVersion();
    }
}
