package ai.magibu.evaluation.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.magibu.evaluation.internal.search.CodePointOrder;

/** Numbers labels from 0: whole numbers in ascending order, and texts by code point. */
final class LabelCodes {

    private static final Comparator<Object> BY_TEXT = Comparator.comparing(Object::toString, CodePointOrder.ASCENDING);

    private final Map<Object, Integer> codes = new HashMap<>();

    private LabelCodes(Stream<?> sorted) {
        sorted.forEachOrdered(label -> codes.put(label, codes.size()));
    }

    /** Returns codes for labels, each of which is a {@link Long} or a {@link String}. */
    static LabelCodes of(List<?> labels) {
        return labels.stream().allMatch(Long.class::isInstance) ? new LabelCodes(labels.stream().distinct().sorted()) : ofTexts(labels);
    }

    /** Returns codes in the order of the labels' texts, so that 10 is before 2. */
    static LabelCodes ofTexts(List<?> labels) {
        return new LabelCodes(labels.stream().distinct().sorted(BY_TEXT));
    }

    int[] codes(List<?> labels) {
        return labels.stream().mapToInt(codes::get).toArray();
    }
}
