package ai.magibu.evaluation.internal.metric;

import java.util.Arrays;

/** Stable orders of indices by values: equal values keep the order of their indices, in both directions. */
final class StableOrder {

    private StableOrder() {}

    static int[] ascending(double[] values) {
        int[] source = new int[values.length];
        Arrays.setAll(source, i -> i);
        int[] target = new int[values.length];
        for (int width = 1; width < values.length; width *= 2) {
            for (int start = 0; start < values.length; start += 2 * width) {
                merge(values, source, target, start, Math.min(start + width, values.length), Math.min(start + 2 * width, values.length));
            }
            int[] swap = source;
            source = target;
            target = swap;
        }
        return source;
    }

    static int[] descending(double[] values) {
        double[] negative = new double[values.length];
        Arrays.setAll(negative, i -> -values[i]);
        return ascending(negative);
    }

    private static void merge(double[] values, int[] source, int[] target, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            if (left < middle && (right >= end || !(values[source[left]] > values[source[right]]))) {
                target[i] = source[left++];
            } else {
                target[i] = source[right++];
            }
        }
    }
}
