package ai.magibu.onednn.internal.dnnl;

import ai.magibu.embedding.api.InferenceException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Memory outside the heap that begins at a cache line. It is zero at first and grows, which loses its content. For one thread. */
public final class NativeMemory implements AutoCloseable {

    private static final int ALIGNMENT = 64;

    /** Kernels read whole vectors, beyond the end of a matrix. */
    private static final int MARGIN = 4 * ALIGNMENT;

    /** From this size on memory is the system's own, because malloc would keep it when it is freed. */
    private static final long LARGE = 1 << 18;

    private long allocated;
    private long size;
    private long address;
    private long bytes;

    public NativeMemory() {}

    public NativeMemory(long bytes) {
        require(bytes);
    }

    /** Returns memory that holds these numbers. */
    public static NativeMemory of(float[] values) {
        NativeMemory memory = new NativeMemory((long) values.length * Float.BYTES);
        memory.write(0, values, values.length);
        return memory;
    }

    /**
     * Makes room.
     *
     * @return the address of the first byte
     * @throws InferenceException if the system has not enough memory
     */
    public long require(long needed) {
        if (needed > bytes || allocated == 0) {
            close();
            size = needed + ALIGNMENT + MARGIN;
            allocated = isLarge() ? Pages.map(size) : Native.malloc(size);
            if (allocated == 0) {
                throw new InferenceException(
                        "the system has no " + (needed >> 20) + " MiB of memory left; lower maxBatchTokens or maxTokens", null);
            }
            if (!isLarge()) {
                new Pointer(allocated).clear(size);
            }
            address = (allocated + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            bytes = needed;
        }
        return address;
    }

    private boolean isLarge() {
        return size >= LARGE;
    }

    public long address() {
        return address;
    }

    /** Returns the size in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Returns a view of the first bytes, for memory below 2 GiB. */
    public ByteBuffer buffer(int size) {
        return new Pointer(address).getByteBuffer(0, size);
    }

    /** Reads floats from a byte offset on into the array's beginning. */
    public void read(long offset, float[] values, int count) {
        new Pointer(address).read(offset, values, 0, count);
    }

    /** Writes the array's first floats from a byte offset on. */
    public void write(long offset, float[] values, int count) {
        new Pointer(address).write(offset, values, 0, count);
    }

    /** Copies bytes of other memory to a byte offset. */
    public void copy(long offset, NativeMemory source, long sourceOffset, int count) {
        new Pointer(address).getByteBuffer(offset, count).put(new Pointer(source.address).getByteBuffer(sourceOffset, count));
    }

    /** Frees the memory. It can grow again. */
    @Override
    public void close() {
        if (allocated != 0 && isLarge()) {
            Pages.unmap(allocated, size);
        } else if (allocated != 0) {
            Native.free(allocated);
        }
        allocated = 0;
        address = 0;
        bytes = 0;
    }
}
