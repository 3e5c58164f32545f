package ai.magibu.adaptation.internal.bpe;

import java.util.Arrays;

/** A heap of numbers, the smallest first. Without boxes, because segmentation fills one for every word. */
final class LongHeap {

    private long[] items = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void push(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        int place = size++;
        while (place > 0 && items[(place - 1) / 2] > item) {
            items[place] = items[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        items[place] = item;
    }

    long pop() {
        long least = items[0];
        long last = items[--size];
        int place = 0;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && items[child + 1] < items[child]) {
                child++;
            }
            if (items[child] >= last) {
                break;
            }
            items[place] = items[child];
            place = child;
        }
        items[place] = last;
        return least;
    }
}
