package ai.magibu.onednn.internal.dnnl;

/**
 * How numbers lie in memory.
 *
 * @param sizes the number of elements along each axis
 * @param strides the distance from one element to the next along each axis, in elements
 */
public record Layout(NumberType type, long[] sizes, long[] strides) {

    /** Rows one after the other. */
    public static Layout rows(NumberType type, long rows, long columns) {
        return rows(type, rows, columns, columns);
    }

    /** @param stride the distance of two rows, in elements */
    public static Layout rows(NumberType type, long rows, long columns, long stride) {
        return new Layout(type, new long[] {rows, columns}, new long[] {stride, 1});
    }

    /** A matrix [rows, columns] whose columns lie one after the other. */
    public static Layout columns(NumberType type, long rows, long columns, long stride) {
        return new Layout(type, new long[] {rows, columns}, new long[] {1, stride});
    }

    public static Layout vector(NumberType type, long size) {
        return new Layout(type, new long[] {size}, new long[] {1});
    }

    /** Creates oneDNN's descriptor, which the caller frees. */
    long describe() {
        long[] descriptor = new long[1];
        OneDnn.check(
                Dnnl.dnnl_memory_desc_create_with_strides(descriptor, sizes.length, sizes, type.code, strides), "a layout");
        return descriptor[0];
    }
}
