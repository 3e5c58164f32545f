package ai.magibu.evaluation.internal.score;

import java.util.List;
import java.util.TreeMap;

import ai.magibu.evaluation.internal.encode.Hasher;
import ai.magibu.evaluation.task.LabeledPairs;
import ai.magibu.evaluation.task.RetrievalSet;

/** Hashes of a user's own data, by which results of different data are kept apart. */
public final class DataHash {

    private static final int DIGITS = 8;

    private DataHash() {}

    /** Returns a hash of all ids, texts and judgments. */
    public static String of(RetrievalSet data) {
        Hasher hasher = new Hasher();
        for (List<String> column : List.of(data.documentIds(), data.documents(), data.queryIds(), data.queries())) {
            column.forEach(hasher::add);
            hasher.add("");
        }
        new TreeMap<>(data.qrels()).forEach((query, grades) -> hasher.add(query + new TreeMap<>(grades)));
        return hasher.hex().substring(0, DIGITS);
    }

    /** Returns a hash of all pairs and labels. */
    public static String of(LabeledPairs data) {
        Hasher hasher = new Hasher();
        for (int i = 0; i < data.labels().length; i++) {
            hasher.add(data.first().get(i));
            hasher.add(data.second().get(i));
            hasher.add(data.labels()[i] ? "1" : "0");
        }
        return hasher.hex().substring(0, DIGITS);
    }
}
