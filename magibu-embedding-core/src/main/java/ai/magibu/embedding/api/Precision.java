package ai.magibu.embedding.api;

/** How exactly the linear layers are computed, which are nearly all of the work and of the memory. */
public enum Precision {
    /** Float32 throughout: the reference's vectors. */
    FP32,
    /**
     * Weights and activations of all but the first layers in 8 bits, the embedding table too: about twice as fast, with weights
     * less than half as large, for vectors that differ a little. On the CPU only. Vectors of different precisions should not share
     * an index.
     */
    INT8,
    /**
     * Weights and products of the linear layers in bfloat16, everything between them in float32. On CUDA only, for ONNX Runtime
     * has no such products on the CPU.
     */
    BF16
}
