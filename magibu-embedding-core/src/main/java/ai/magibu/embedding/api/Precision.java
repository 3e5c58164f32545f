package ai.magibu.embedding.api;

/** The precision of the linear layers, which take nearly all of the time and memory. */
public enum Precision {
    /** Float32 throughout. The vectors are those of the reference. */
    FP32,
    /**
     * 8 bits for the embedding table and for weights and activations of all but the first layers. It is about twice as fast, its weights
     * are less than half as large, and its vectors differ slightly. It runs on the CPU only. Vectors of different precisions should not
     * share an index.
     */
    INT8,
    /**
     * Bfloat16 for weights and products, and a float32 residual. On the CPU it needs the module {@code magibu-onednn}, Linux on x86-64, and a
     * processor with AMX or AVX512-BF16, because ONNX Runtime has no such products there. Its vectors are closer to the reference than those
     * of int8.
     */
    BF16
}
