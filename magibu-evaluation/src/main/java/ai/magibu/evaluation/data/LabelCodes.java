package ai.magibu.evaluation.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Numbers labels from 0: whole numbers in ascending order, and texts by code point. */
final class LabelCodes {

    private static final Comparator<String> BY_CODE_POINT = (first, second) -> Arrays.compareUnsigned(
            first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));

    private final Map<Object, Integer> codes = new HashMap<>();

    private LabelCodes(Stream<?> sorted) {
        sorted.forEachOrdered(label -> codes.put(label, codes.size()));
    }

    /** Returns codes for labels, each of which is a {@link Long} or a {@link String}. */
    static LabelCodes of(List<?> labels) {
        if (labels.stream().allMatch(Long.class::isInstance)) {
            return new LabelCodes(labels.stream().distinct().sorted());
        }
        return new LabelCodes(labels.stream().distinct().sorted(Comparator.comparing(Object::toString, BY_CODE_POINT)));
    }

    /** Returns codes in the order of the labels' texts, so that 10 is before 2. */
    static LabelCodes ofTexts(List<?> labels) {
        return new LabelCodes(labels.stream().distinct().sorted(Comparator.comparing(Object::toString, BY_CODE_POINT)));
    }

    int[] codes(List<?> labels) {
        return labels.stream().mapToInt(codes::get).toArray();
    }
}
