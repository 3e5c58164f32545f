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
     * Bfloat16 for weights and products of the linear layers, float32 between them. It runs on CUDA only, because ONNX Runtime has no
     * such products on the CPU.
     */
    BF16
}
