package ai.magibu.onednn.internal.dnnl;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Arrays;

/** An operation of oneDNN for fixed shapes, with its arguments. For one thread. */
public final class Kernel implements AutoCloseable {

    /** An argument is an int, padded, and a pointer. */
    private static final int ARGUMENT_BYTES = 16;

    private final long primitive;
    private final long[] memories;
    private final long[] bound;
    private final long arguments;
    private final long scratchBytes;

    /**
     * @param primitive the operation, which this object frees
     * @param codes the meaning of each argument
     * @param memories oneDNN's objects of the arguments, which this object frees; the last is the scratchpad
     */
    Kernel(long primitive, int[] codes, long[] memories, long scratchBytes) {
        this.primitive = primitive;
        this.memories = memories;
        this.bound = new long[memories.length];
        this.scratchBytes = scratchBytes;
        this.arguments = Native.malloc((long) ARGUMENT_BYTES * codes.length);
        Pointer pointer = new Pointer(arguments);
        for (int i = 0; i < codes.length; i++) {
            pointer.setInt((long) ARGUMENT_BYTES * i, codes[i]);
            pointer.setLong((long) ARGUMENT_BYTES * i + Long.BYTES, memories[i]);
        }
    }

    /**
     * Computes.
     *
     * @param addresses the arguments' places, in the order of the method of {@link Kernels} that made the kernel
     */
    void run(long stream, NativeMemory scratch, long... addresses) {
        for (int i = 0; i < addresses.length; i++) {
            bind(i, addresses[i]);
        }
        bind(addresses.length, scratch.require(scratchBytes));
        OneDnn.check(Dnnl.dnnl_primitive_execute(primitive, stream, memories.length, arguments), "an operation");
    }

    private void bind(int argument, long address) {
        if (bound[argument] != address) {
            OneDnn.check(Dnnl.dnnl_memory_set_data_handle(memories[argument], address), "an argument");
            bound[argument] = address;
        }
    }

    @Override
    public void close() {
        Arrays.stream(memories).forEach(Dnnl::dnnl_memory_destroy);
        Dnnl.dnnl_primitive_destroy(primitive);
        Native.free(arguments);
    }
}
