package ai.magibu.evaluation.data;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import ai.magibu.evaluation.task.LabeledPairs;
import ai.magibu.evaluation.task.ParallelTexts;
import ai.magibu.evaluation.task.ScoredPairs;
import ai.magibu.evaluation.task.Task;

/** Reads tasks whose data is pairs of sentences. */
final class PairReader {

    private static final double LARGEST_SCORE = 5;
    private static final long ENTAILMENT = 0;
    private static final long CONTRADICTION = 2;
    private static final Set<Long> ENTAILMENT_LABELS = Set.of(ENTAILMENT, 1L, CONTRADICTION);

    private PairReader() {}

    static ScoredPairs scored(Task task, Table table) {
        String score = task.column("score");
        Pairs<Double> pairs = Pairs.read(table, task.column("first"), task.column("second"), row -> gold(row, score));
        return new ScoredPairs(pairs.first(), pairs.second(), pairs.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double gold(Row row, String column) {
        double score = row.number(column);
        if (score < 0 || score > LARGEST_SCORE) {
            throw row.fault(column, score + " is not between 0 and 5. Correct or remove the row.");
        }
        return score / LARGEST_SCORE;
    }

    static ParallelTexts parallel(Task task, Table table) {
        Pairs<Boolean> pairs = Pairs.read(table, task.column("first"), task.column("second"), row -> true);
        return new ParallelTexts(pairs.first(), pairs.second());
    }

    static LabeledPairs labeled(Task task, Table table) {
        String first = task.column("first");
        String second = task.column("second");
        String label = task.column("label");
        return Pairs.labeled(switch (task.layout()) {
            case LISTS -> lists(table, first, second, label);
            case ENTAILMENT -> entailment(table, Pairs.read(table, first, second, row -> entailmentLabel(row, label)));
            default -> Pairs.read(table, first, second, row -> matches(row, label, row.label(label)));
        });
    }

    private static Pairs<Boolean> lists(Table table, String first, String second, String label) {
        Pairs<Boolean> pairs = new Pairs<>();
        table.forEach(row -> {
            List<String> ones = row.texts(first);
            List<String> others = row.texts(second);
            List<Object> labels = row.labels(label);
            row.requireSameSize(first, ones, second, others);
            row.requireSameSize(first, ones, label, labels);
            for (int i = 0; i < ones.size(); i++) {
                pairs.add(ones.get(i), others.get(i), matches(row, label, labels.get(i)));
            }
        });
        return pairs;
    }

    private static long entailmentLabel(Row row, String column) {
        if (row.label(column) instanceof Long label && ENTAILMENT_LABELS.contains(label)) {
            return label;
        }
        throw row.fault(column, "\"" + row.label(column) + "\" is not 0 (entailment), 1 (neutral) or 2 (contradiction).");
    }

    private static Pairs<Boolean> entailment(Table table, Pairs<Long> all) {
        int[] labels = all.values().stream().mapToInt(Long::intValue).toArray();
        int[] kept = IntStream.of(StratifiedRows.sample(table, labels))
                .filter(row -> labels[row] == ENTAILMENT || labels[row] == CONTRADICTION).toArray();
        return all.rows(kept).map(label -> label == ENTAILMENT);
    }

    /** Returns whether the label of a pair is 1 and not 0. */
    static boolean matches(Row row, String column, Object label) {
        if (label.equals(1L) || label.equals("1")) {
            return true;
        }
        if (label.equals(0L) || label.equals("0")) {
            return false;
        }
        throw row.fault(column, "\"" + label + "\" is not 0 (no match) or 1 (match).");
    }
}
