package ai.magibu.evaluation.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.numpy.StratifiedSplit;
import ai.magibu.evaluation.task.ClusterSets;
import ai.magibu.evaluation.task.ClusterSets.ClusterSet;
import ai.magibu.evaluation.task.LabeledTexts;
import ai.magibu.evaluation.task.Sampling;
import ai.magibu.evaluation.task.Task;

/** Reads tasks whose data is texts with labels. */
final class TextReader {

    private final String text;
    private final String label;

    TextReader(Task task) {
        this.text = task.column("text");
        this.label = task.column("label");
    }

    private record Texts(List<String> texts, List<Object> labels) {

        List<String> texts(int[] rows) {
            return IntStream.of(rows).mapToObj(texts::get).toList();
        }
    }

    private Texts read(Table table) {
        Texts all = new Texts(new ArrayList<>(), new ArrayList<>());
        table.forEach(row -> {
            all.texts.add(row.text(text));
            all.labels.add(row.label(label));
        });
        return all;
    }

    /** Reads texts that a classifier learns from. */
    private Texts readExamples(Table table) {
        Texts all = read(table);
        if (Set.copyOf(all.labels).size() == 1) {
            throw new EvaluationException(table.name() + ": all rows have the label " + all.labels.get(0) + ", column \"" + label
                    + "\". A classification needs two or more labels.");
        }
        return all;
    }

    LabeledTexts resplit(Table table) {
        Texts all = readExamples(table);
        int[] labels = LabelCodes.ofTexts(all.labels).codes(all.labels);
        StratifiedSplit split = StratifiedRows.resplit(table, labels);
        return new LabeledTexts(
                all.texts(split.train()), chosen(labels, split.train()), all.texts(split.test()), chosen(labels, split.test()));
    }

    LabeledTexts trainAndTest(Table trainTable, Table testTable, Sampling sampling) {
        Texts train = readExamples(trainTable);
        Texts test = read(testTable);
        List<Object> both = new ArrayList<>(train.labels);
        both.addAll(test.labels);
        LabelCodes codes = LabelCodes.of(both);
        int[] testLabels = codes.codes(test.labels);
        int[] rows = sampling == Sampling.STRATIFIED
                ? StratifiedRows.sample(testTable, testLabels)
                : IntStream.range(0, testLabels.length).toArray();
        return new LabeledTexts(train.texts, codes.codes(train.labels), test.texts(rows), chosen(testLabels, rows));
    }

    ClusterSets sets(Table table) {
        return new ClusterSets(table.map(row -> {
            List<String> texts = row.texts(text);
            List<Object> labels = row.labels(label);
            row.requireSameSize(text, texts, label, labels);
            if (texts.isEmpty()) {
                throw row.fault(text, "the list is empty. Remove the row.");
            }
            return new ClusterSet(texts, LabelCodes.of(labels).codes(labels));
        }));
    }

    private static int[] chosen(int[] labels, int[] rows) {
        return IntStream.of(rows).map(row -> labels[row]).toArray();
    }
}
