package ai.magibu.embedding.internal.natives;

import ai.magibu.embedding.api.Device;

/**
 * @param threads threads of one run; 0 for ONNX Runtime's choice, the physical cores
 * @param memoryArena whether freed memory is kept for the next run
 */
public record SessionSettings(Device device, int threads, boolean memoryArena) {

    /** Returns the same settings for another device. */
    public SessionSettings on(Device other) {
        return new SessionSettings(other, threads, memoryArena);
    }
}
