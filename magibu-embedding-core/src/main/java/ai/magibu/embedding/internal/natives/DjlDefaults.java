package ai.magibu.embedding.internal.natives;

/**
 * Settings that DJL reads from system properties, all of them to keep it from the network. Each is left alone where the
 * application has set it.
 */
public final class DjlDefaults {

    private DjlDefaults() {}

    /** To be called before any class of DJL is touched. */
    public static void apply() {
        setIfAbsent("OPT_OUT_TRACKING", "true"); // else DJL reports its start to a metadata service
        setIfAbsent("RUST_FLAVOR", "cpu"); // else the tokenizer downloads a CUDA build where it sees a GPU
        setIfAbsent("ai.djl.onnx.disable_alternative", "true"); // else a PyTorch engine on the class path is loaded, and downloaded
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getenv(name) == null && System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
