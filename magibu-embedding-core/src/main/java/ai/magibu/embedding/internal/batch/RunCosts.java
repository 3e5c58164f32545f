package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.api.Device;

/**
 * The time of a run, in the time of a token: a fixed part plus its tokens.
 *
 * @param fixed the part that does not depend on the texts
 * @param padded whether every text costs as many tokens as the longest one of its batch
 */
public record RunCosts(int fixed, boolean padded) {

    /**
     * Every run reads all weights once. Measured at full size on two cores, in float32 and in int8, a run of t tokens takes about as long
     * as (t + 30) of 1/1,900 s, or of 1/3,500 s.
     */
    private static final int OF_CPU = 30;

    /** An estimate: 2 to 4 ms of the host's work, at half a million tokens a second. Not measured. */
    private static final int OF_CUDA = 1_500;

    static RunCosts of(Device device, boolean padded) {
        return new RunCosts(device.kind() == Device.Kind.CUDA ? OF_CUDA : OF_CPU, padded);
    }
}
