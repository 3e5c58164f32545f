package ai.magibu.adaptation.internal.student;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The memory of an array, as buffers that read and write it. */
final class Buffers {

    /** A buffer has at most 2 GB. */
    private static final long LARGEST = 1L << 28;

    private Buffers() {}

    /**
     * @param array a contiguous array, as weights and their gradients are
     * @param scratch owns the handles that are needed on the way; the memory stays as long as the array does
     */
    static List<FloatBuffer> of(NDArray array, NDManager scratch) {
        if (array.size() <= LARGEST) {
            return List.of(array.toByteBuffer(true).asFloatBuffer());
        }
        NDArray flat = array.reshape(new Shape(-1));
        flat.attach(scratch);
        List<FloatBuffer> buffers = new ArrayList<>();
        for (long first = 0; first < array.size(); first += LARGEST) {
            NDArray part = flat.get(new NDIndex("{}:{}", first, Math.min(array.size(), first + LARGEST)));
            buffers.add(part.toByteBuffer(true).asFloatBuffer());
        }
        return buffers;
    }
}
