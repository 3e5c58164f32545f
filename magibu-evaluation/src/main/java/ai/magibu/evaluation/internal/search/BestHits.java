package ai.magibu.evaluation.internal.search;

import java.util.Arrays;

/**
 * The k best hits so far, as a heap with the worst on top. A hit is one number: the score in the upper half, the rank of the document in
 * the order of ids in the lower half, so that the order of hits is the order of numbers.
 */
final class BestHits {

    private final long[] heap;
    private int size;
    private float worst = Float.NEGATIVE_INFINITY;

    BestHits(int k) {
        heap = new long[k];
    }

    /** Offers the scores of successive documents; a score that is not a number counts as -1. */
    void offer(float[] scores, int count, int[] ranks, int firstDocument) {
        for (int i = 0; i < count; i++) {
            // A comparison with NaN is false, so that NaN is looked at too.
            if (!(scores[i] < worst)) {
                float score = Float.isNaN(scores[i]) ? -1 : scores[i];
                add((long) sortable(score) << 32 | ranks[firstDocument + i]);
            }
        }
    }

    void addAll(BestHits other) {
        for (int i = 0; i < other.size; i++) {
            add(other.heap[i]);
        }
    }

    /** Returns the hits, best first. */
    Hits sorted(int[] documentsByRank) {
        long[] ascending = Arrays.copyOf(heap, size);
        Arrays.sort(ascending);
        int[] documents = new int[size];
        float[] scores = new float[size];
        for (int i = 0; i < size; i++) {
            long hit = ascending[size - 1 - i];
            documents[i] = documentsByRank[(int) hit];
            scores[i] = score(hit);
        }
        return new Hits(documents, scores);
    }

    private void add(long hit) {
        if (size < heap.length) {
            up(size++, hit);
        } else if (hit > heap[0]) {
            down(hit);
        }
        if (size == heap.length) {
            worst = score(heap[0]);
        }
    }

    private void up(int start, long hit) {
        int i = start;
        while (i > 0 && heap[(i - 1) / 2] > hit) {
            heap[i] = heap[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        heap[i] = hit;
    }

    private void down(long hit) {
        int i = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= hit) {
                break;
            }
            heap[i] = heap[child];
            i = child;
            child = 2 * i + 1;
        }
        heap[i] = hit;
    }

    /** Maps a score to an integer of the same order; both zeros are equal. */
    private static int sortable(float score) {
        int bits = Float.floatToIntBits(score + 0f);
        return bits ^ ((bits >> 31) & 0x7fffffff);
    }

    private static float score(long hit) {
        int bits = (int) (hit >> 32);
        return Float.intBitsToFloat(bits ^ ((bits >> 31) & 0x7fffffff));
    }
}
