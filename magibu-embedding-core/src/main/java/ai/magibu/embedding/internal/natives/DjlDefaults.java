package ai.magibu.embedding.internal.natives;

/** Sets the system properties that keep DJL from using the network. A setting of the application has precedence. */
final class DjlDefaults {

    private DjlDefaults() {}

    /** Must be called before any class of DJL is initialized. */
    static void apply() {
        setIfAbsent("OPT_OUT_TRACKING", "true"); // else DJL reports its start to a metadata service
        setIfAbsent("RUST_FLAVOR", "cpu"); // else the tokenizer downloads a CUDA build if it sees a GPU
        setIfAbsent("ai.djl.onnx.disable_alternative", "true"); // else a PyTorch engine on the class path is loaded, and downloaded
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getenv(name) == null && System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
