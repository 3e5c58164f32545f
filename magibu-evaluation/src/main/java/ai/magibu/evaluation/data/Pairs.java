package ai.magibu.evaluation.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import ai.magibu.evaluation.task.LabeledPairs;

/** Pairs of sentences with a value each. */
final class Pairs<T> {

    private final List<String> first = new ArrayList<>();
    private final List<String> second = new ArrayList<>();
    private final List<T> values = new ArrayList<>();

    static <T> Pairs<T> read(Table table, String first, String second, Function<Row, T> value) {
        Pairs<T> pairs = new Pairs<>();
        table.forEach(row -> pairs.add(row.text(first), row.text(second), value.apply(row)));
        return pairs;
    }

    void add(String one, String other, T value) {
        first.add(one);
        second.add(other);
        values.add(value);
    }

    /** Returns some of the pairs in another order. */
    Pairs<T> rows(int[] rows) {
        Pairs<T> chosen = new Pairs<>();
        for (int row : rows) {
            chosen.add(first.get(row), second.get(row), values.get(row));
        }
        return chosen;
    }

    <R> Pairs<R> map(Function<T, R> value) {
        Pairs<R> mapped = new Pairs<>();
        for (int i = 0; i < values.size(); i++) {
            mapped.add(first.get(i), second.get(i), value.apply(values.get(i)));
        }
        return mapped;
    }

    /** Returns pairs whose value tells whether they match. */
    static LabeledPairs labeled(Pairs<Boolean> pairs) {
        boolean[] labels = new boolean[pairs.values.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = pairs.values.get(i);
        }
        return new LabeledPairs(pairs.first, pairs.second, labels);
    }

    List<String> first() {
        return first;
    }

    List<String> second() {
        return second;
    }

    List<T> values() {
        return values;
    }
}
