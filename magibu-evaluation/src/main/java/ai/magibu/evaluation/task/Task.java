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
 * @param config the configuration of the data set, for example {@code xquad.tr}; {@code default} if it has only one
 * @param subset the name of the configuration in result files, {@code default} or for example {@code tr}
 * @param languages the languages of the texts, for example {@code tur-Latn}
 * @param splits the splits that are scored, in the reference's order
 * @param mainScore the name of the score that counts
 * @param layout the layout of the data
 * @param sampling the choice of rows
 * @param ignoreIdenticalIds whether a document with the id of the query is left out of the query's results; false if the task is not
 *     a retrieval
 * @param columns the names of the columns by their part in the layout, for example {@code first}
 */
public record Task(String name, TaskType type, String dataset, String revision, String config, String subset, List<String> languages,
        List<String> splits, String mainScore, Layout layout, Sampling sampling, boolean ignoreIdenticalIds,
        Map<String, String> columns) {

    /** Copies the collections. */
    public Task {
        languages = List.copyOf(languages);
        splits = List.copyOf(splits);
        columns = Map.copyOf(columns);
    }

    /**
     * Returns the name of a column.
     *
     * @param part the part of the layout, for example {@code first}
     * @return the name in the data set
     * @throws IllegalArgumentException if the task has no such part
     */
    public String column(String part) {
        String column = columns.get(part);
        if (column == null) {
            throw new IllegalArgumentException(
                    "The task " + name + " has no column for \"" + part + "\". It has " + columns.keySet() + ".");
        }
        return column;
    }
}
