package ai.magibu.onednn.internal.dnnl;

import ai.magibu.onednn.internal.dnnl.NumberType;
import com.sun.jna.Pointer;

/**
 * A weight matrix [in, out] in the order in which this processor's kernels read it. Its columns lie in blocks, one block after the other,
 * so that threads can share a product by columns. Immutable until it is closed; safe for concurrent use.
 */
public final class PackedMatrix implements AutoCloseable {

    private static final int TYPICAL_ROWS = 128;

    private final int in;
    private final int out;
    private final NativeMemory memory;
    private final long descriptor;
    private final int block;

    private PackedMatrix(int in, int out, NativeMemory memory, long descriptor) {
        this.in = in;
        this.out = out;
        this.memory = memory;
        this.descriptor = descriptor;
        this.block = block(descriptor, out);
    }

    /**
     * Packs a matrix.
     *
     * @param kernels the calling thread's
     * @param source the numbers as PyTorch stores them, [out, in]
     * @param type the format of the source
     * @param packed the format of the result
     */
    public static PackedMatrix of(Kernels kernels, NativeMemory source, NumberType type, NumberType packed, int in, int out) {
        long descriptor = kernels.packedWeights(packed, TYPICAL_ROWS, in, out);
        NativeMemory memory = new NativeMemory(Dnnl.dnnl_memory_desc_get_size(descriptor));
        kernels.pack(Layout.columns(type, in, out, in), source.address(), descriptor, memory.address());
        return new PackedMatrix(in, out, memory, descriptor);
    }

    /** Returns the columns of a block; all columns if the blocks do not lie one after the other, or the last one is not full. */
    private static int block(long descriptor, int out) {
        int count = (int) query(descriptor, Dnnl.INNER_BLOCK_COUNT);
        Pointer strides = new Pointer(query(descriptor, Dnnl.STRIDES));
        if (count == 0 || strides.getLong(Long.BYTES) < strides.getLong(0)) {
            return out;
        }
        Pointer sizes = new Pointer(query(descriptor, Dnnl.INNER_BLOCKS));
        Pointer axes = new Pointer(query(descriptor, Dnnl.INNER_AXES));
        int block = 1;
        for (int i = 0; i < count; i++) {
            if (axes.getLong((long) Long.BYTES * i) == 1) {
                block *= (int) sizes.getLong((long) Long.BYTES * i);
            }
        }
        return out % block == 0 ? block : out;
    }

    private static long query(long descriptor, int what) {
        long[] result = new long[1];
        OneDnn.check(Dnnl.dnnl_memory_desc_query(descriptor, what, result), "a packed matrix");
        return result[0];
    }

    public int in() {
        return in;
    }

    public int out() {
        return out;
    }

    /** Returns the first column of a part, for parts of nearly equal size that begin at a block. */
    public int firstColumn(int part, int parts) {
        int blocks = (out + block - 1) / block;
        return Math.min(out, blocks * part / parts * block);
    }

    /** Returns the address of a column that begins a block. */
    public long address(int column) {
        return memory.address() + memory.bytes() / ((out + block - 1) / block) * (column / block);
    }

    /** Creates the descriptor of some blocks' columns, which the caller frees. */
    long describe(int columns) {
        long[] part = new long[1];
        OneDnn.check(
                Dnnl.dnnl_memory_desc_create_submemory(part, descriptor, new long[] {in, columns}, new long[2]), "columns of a matrix");
        return part[0];
    }

    @Override
    public void close() {
        Dnnl.dnnl_memory_desc_destroy(descriptor);
        memory.close();
    }
}
