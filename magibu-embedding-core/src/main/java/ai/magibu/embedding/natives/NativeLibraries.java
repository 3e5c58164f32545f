package ai.magibu.embedding.natives;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.magibu.embedding.api.InferenceException;

/** Loads the native libraries. */
public final class NativeLibraries {

    private NativeLibraries() {}

    /**
     * Loads the tokenizer's library, once.
     *
     * @throws InferenceException if it cannot be loaded
     */
    public static void loadTokenizers() {
        try {
            setIfAbsent("OPT_OUT_TRACKING", "true");
            setIfAbsent("RUST_FLAVOR", "cpu");
            LibUtils.checkStatus();
        } catch (RuntimeException | LinkageError e) {
            throw new InferenceException("the tokenizer's native library cannot be loaded: " + e, e);
        }
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getenv(name) == null && System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
