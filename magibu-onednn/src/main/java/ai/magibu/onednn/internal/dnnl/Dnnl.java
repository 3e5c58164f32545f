package ai.magibu.onednn.internal.dnnl;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions and constants of oneDNN's C API (version 3.11) that are used here, and one of its threading runtime. Pointers are longs,
 * because only 64-bit platforms are supported.
 */
final class Dnnl {

    static final int SUCCESS = 0;

    static final int F32 = 3;
    static final int BF16 = 2;

    static final int CPU = 1;
    static final int IN_ORDER = 1;
    static final int ANY_FORMAT = 1;
    static final int FORWARD_INFERENCE = 96;
    static final int USE_SCALE = 2;
    static final int RMS_NORM = 0x20;
    static final int USER_SCRATCHPAD = 1;

    static final int RELU = 0x20;
    static final int TANH = 0x21;
    static final int LOGISTIC = 0x29;
    static final int GELU_TANH = 0x2b;
    static final int GELU_ERF = 0x31;
    static final int ADD = 0x1fff0;
    static final int MULTIPLY = 0x1fff1;
    static final int SOFTMAX = 0x30000;

    static final int STRIDES = 14;
    static final int WEIGHTS_DESCRIPTOR = 131;
    static final int SCRATCHPAD_DESCRIPTOR = 136;
    static final int INNER_BLOCK_COUNT = 263;
    static final int INNER_BLOCKS = 264;
    static final int INNER_AXES = 265;

    static final int SOURCE = 1;
    static final int SECOND_SOURCE = 2;
    static final int DESTINATION = 17;
    static final int WEIGHTS = 33;
    static final int BIAS = 41;
    static final int SCALE = 51;
    static final int SCRATCHPAD = 80;
    static final int FIRST_POST_OPERATION = 32768;

    /** The instruction set of AVX-512 with bfloat16 products; a set of bits, of which AMX has more. */
    static final int AVX512_BF16 = 0xe7;

    private Dnnl() {}

    /** @param library libdnnl, which brings libgomp with it */
    static void register(NativeLibrary library) {
        Native.register(Dnnl.class, library);
    }

    static native int dnnl_get_effective_cpu_isa();

    static native int dnnl_engine_create(long[] engine, int kind, long index);

    static native int dnnl_stream_create(long[] stream, long engine, int flags);

    static native int dnnl_stream_destroy(long stream);

    static native int dnnl_memory_desc_create_with_strides(long[] descriptor, int axes, long[] sizes, int type, long[] strides);

    static native int dnnl_memory_desc_create_with_tag(long[] descriptor, int axes, long[] sizes, int type, int tag);

    static native int dnnl_memory_desc_create_submemory(long[] descriptor, long parent, long[] sizes, long[] offsets);

    /** @param result a pointer to the numbers, or an int32 in the low half */
    static native int dnnl_memory_desc_query(long descriptor, int what, long[] result);

    static native int dnnl_memory_desc_clone(long[] descriptor, long original);

    static native int dnnl_memory_desc_destroy(long descriptor);

    static native long dnnl_memory_desc_get_size(long descriptor);

    static native int dnnl_memory_create(long[] memory, long descriptor, long engine, long address);

    static native int dnnl_memory_set_data_handle(long memory, long address);

    static native int dnnl_memory_destroy(long memory);

    static native int dnnl_post_ops_create(long[] operations);

    static native int dnnl_post_ops_append_eltwise(long operations, int algorithm, float alpha, float beta);

    static native int dnnl_post_ops_append_binary(long operations, int algorithm, long descriptor);

    static native int dnnl_post_ops_destroy(long operations);

    static native int dnnl_primitive_attr_create(long[] attributes);

    static native int dnnl_primitive_attr_set_scratchpad_mode(long attributes, int mode);

    static native int dnnl_primitive_attr_set_post_ops(long attributes, long operations);

    static native int dnnl_primitive_attr_destroy(long attributes);

    static native int dnnl_matmul_primitive_desc_create(
            long[] primitive, long engine, long source, long weights, long bias, long destination, long attributes);

    static native int dnnl_softmax_forward_primitive_desc_create(
            long[] primitive, long engine, int kind, int algorithm, long source, long destination, int axis, long attributes);

    static native int dnnl_layer_normalization_forward_primitive_desc_create(
            long[] primitive, long engine, int kind, long source, long destination, long statistics, float epsilon, int flags,
            long attributes);

    static native int dnnl_binary_primitive_desc_create(
            long[] primitive, long engine, int algorithm, long first, long second, long destination, long attributes);

    static native int dnnl_reorder_primitive_desc_create(
            long[] primitive, long source, long sourceEngine, long destination, long destinationEngine, long attributes);

    static native long dnnl_primitive_desc_query_md(long primitive, int what, int index);

    static native int dnnl_primitive_desc_destroy(long primitive);

    static native int dnnl_primitive_create(long[] primitive, long description);

    static native int dnnl_primitive_execute(long primitive, long stream, int arguments, long values);

    static native int dnnl_primitive_destroy(long primitive);
}
