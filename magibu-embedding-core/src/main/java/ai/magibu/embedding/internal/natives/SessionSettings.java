package ai.magibu.embedding.internal.natives;

import ai.magibu.embedding.api.Device;

/**
 * @param threads threads of one run; 0 for ONNX Runtime's choice, the physical cores
 * @param memoryArena whether freed memory is kept for the next run
 * @param tf32 whether CUDA may round the inputs of float32 products to TF32
 */
public record SessionSettings(Device device, int threads, boolean memoryArena, boolean tf32) {

    /** Returns the same settings for another device. */
    public SessionSettings on(Device other) {
        return new SessionSettings(other, threads, memoryArena, tf32);
    }
}
