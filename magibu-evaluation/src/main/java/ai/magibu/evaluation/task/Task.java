package ai.magibu.evaluation.task;

import java.util.List;
import java.util.Map;

/**
 * A task of the catalogue.
 *
 * @param name the name, for example {@code STSbTR}
 * @param type the type
 * @param dataset the id of the data set on the hub, for example {@code trmteb/stsb-tr}
 * @param revision the commit or branch of the data set
 * @param subset {@code default}, or the configuration of the data set whose texts are read, for example {@code tr}
 * @param languages the languages of the texts, for example {@code tur-Latn}
 * @param splits the splits that are scored, in the reference's order
 * @param mainScore the name of the score that counts
 * @param layout the layout of the data, which decides how it is read and sampled
 * @param columns the names of the columns, by their part in the layout
 */
public record Task(String name, TaskType type, String dataset, String revision, String subset, List<String> languages,
        List<String> splits, String mainScore, Layout layout, Map<String, String> columns) {

    /** Copies the collections. */
    public Task {
        languages = List.copyOf(languages);
        splits = List.copyOf(splits);
        columns = Map.copyOf(columns);
    }
}
