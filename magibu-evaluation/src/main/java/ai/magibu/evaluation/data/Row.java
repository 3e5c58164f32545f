package ai.magibu.evaluation.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param file the table
 * @param number the place in the file, from 1
 * @param values text, numbers, booleans, lists, maps and null by column
 * @param untyped whether every value is a text because the format has no types
 */
record Row(Path file, long number, Map<String, @Nullable Object> values, boolean untyped) {

    /** Doubles beyond this skip whole numbers. */
    private static final double LARGEST_EXACT = 1L << 53;
    private static final int LONGEST_QUOTE = 50;
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    boolean has(String column) {
        return values.containsKey(column);
    }

    /** Returns the first column that exists. */
    String column(String... names) {
        return Stream.of(names).filter(this::has).findFirst().orElseThrow(() -> missing(String.join("\" or \"", names)));
    }

    String text(String column) {
        Object value = value(column);
        if (value instanceof String text) {
            return text;
        }
        throw mismatch(column, value, "a text");
    }

    /** Returns a text; an empty one if the column is missing or null. */
    String optionalText(String column) {
        return values.get(column) == null ? "" : text(column);
    }

    /** Returns a text or a whole number as text. */
    String id(String column) {
        Object value = value(column);
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        if (value instanceof Number number && isWhole(number)) {
            return Long.toString(number.longValue());
        }
        throw mismatch(column, value, "an id, which is a whole number or a text that is not empty");
    }

    double number(String column) {
        double number = parsed(column, value(column));
        if (!Double.isFinite(number)) {
            throw fault(column, number + " is not a finite number. Correct or remove the row.");
        }
        return number;
    }

    private double parsed(String column, @Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (untyped && value instanceof String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw mismatch(column, value, "a number");
            }
        }
        throw mismatch(column, value, "a number");
    }

    /** Returns a whole number as {@link Long} and anything else as text. */
    Object label(String column) {
        return label(column, value(column));
    }

    List<String> texts(String column) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(column)) {
            if (!(element instanceof String text)) {
                throw mismatch(column, element, "a text in each place of the list");
            }
            texts.add(text);
        }
        return texts;
    }

    List<Object> labels(String column) {
        List<Object> labels = new ArrayList<>();
        for (Object element : list(column)) {
            labels.add(label(column, element));
        }
        return labels;
    }

    List<?> list(String column) {
        Object value = value(column);
        if (value instanceof List<?> list) {
            return list;
        }
        throw mismatch(column, value, "a list");
    }

    /** Returns the list in a field of a nested column. */
    List<?> nestedList(String column, String field) {
        Object value = value(column);
        if (value instanceof Map<?, ?> map && map.get(field) instanceof List<?> list) {
            return list;
        }
        throw mismatch(column, value, "an object with a list \"" + field + "\"");
    }

    /** @throws EvaluationException if two lists that belong together have different sizes */
    void requireSameSize(String column, List<?> list, String otherColumn, List<?> other) {
        if (list.size() != other.size()) {
            throw fault(otherColumn, "the list has " + other.size() + " elements, and that of \"" + column + "\" has " + list.size()
                    + ". Both need the same number.");
        }
    }

    EvaluationException fault(String column, String fault) {
        return new EvaluationException(place() + ", column \"" + column + "\": " + fault);
    }

    String place() {
        return file + ", row " + number;
    }

    private @Nullable Object value(String column) {
        if (!has(column)) {
            throw missing(column);
        }
        return values.get(column);
    }

    private Object label(String column, @Nullable Object value) {
        if (value instanceof String text) {
            return untyped && WHOLE.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof Number number && isWhole(number)) {
            return number.longValue();
        }
        throw mismatch(column, value, "a label, which is a text or a whole number");
    }

    private static boolean isWhole(Number number) {
        double value = number.doubleValue();
        return number instanceof Long || (value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT);
    }

    private EvaluationException missing(String column) {
        return new EvaluationException(place() + ": the column \"" + column + "\" is missing. The row has "
                + values.keySet().stream().collect(Collectors.joining("\", \"", "\"", "\"")) + ".");
    }

    private EvaluationException mismatch(String column, @Nullable Object value, String expected) {
        String found = value == null ? "the value is null" : "\"" + shortened(value.toString()) + "\" is " + kind(value);
        return fault(column, found + ". Expected " + expected + ".");
    }

    private static String kind(Object value) {
        return value instanceof List ? "a list"
                : value instanceof Map ? "an object"
                : value instanceof Number ? "a number"
                : value instanceof String ? "a text" : "a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String value) {
        return value.codePointCount(0, value.length()) <= LONGEST_QUOTE
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }
}
