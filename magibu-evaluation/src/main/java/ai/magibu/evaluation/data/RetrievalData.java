package ai.magibu.evaluation.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.task.RetrievalSet;

/**
 * A user's own documents, questions and relevance judgments, each in a JSONL, CSV, TSV or Parquet file:
 *
 * <table>
 *   <caption>Columns</caption>
 *   <tr><td>corpus<td>{@code _id} or {@code id}, {@code text}, and optionally {@code title}
 *   <tr><td>queries<td>{@code _id} or {@code id}, {@code text}
 *   <tr><td>judgments<td>{@code query-id}, {@code corpus-id}, and optionally {@code score}, a whole number; 1 if the
 *       column is missing. Or the four columns of trec_eval without a header: query, 0, document, score
 * </table>
 *
 * <p>A title comes before the text, with a blank between them. Queries without a judgment are ignored.
 */
public final class RetrievalData {

    private static final String QUERY = "query-id";
    private static final String DOCUMENT = "corpus-id";
    private static final String SCORE = "score";

    private RetrievalData() {}

    /**
     * Reads a folder with the files {@code corpus}, {@code queries}, and {@code qrels/test} or {@code qrels}.
     *
     * @param folder the folder
     * @return the texts and judgments
     * @throws EvaluationException if a file is missing or invalid, or if ids do not match
     */
    public static RetrievalSet folder(Path folder) {
        SplitFiles files = new SplitFiles(DataFolder.contents(folder));
        return read(files.only("corpus"), files.only("queries"), files.judgments("default", "test"));
    }

    /**
     * Reads three files.
     *
     * @param corpus the documents
     * @param queries the questions
     * @param qrels the judgments
     * @return the texts and judgments
     * @throws EvaluationException if a file is missing or invalid, or if ids do not match
     */
    public static RetrievalSet files(Path corpus, Path queries, Path qrels) {
        return read(new Table(List.of(corpus)), new Table(List.of(queries)), new Table(List.of(qrels)));
    }

    private static RetrievalSet read(Table corpus, Table queries, Table qrels) {
        Map<String, String> documents = texts(corpus, RetrievalData::titleAndText);
        Map<String, String> questions = texts(queries, row -> row.text("text"));
        Map<String, Map<String, Integer>> grades = new HashMap<>();
        qrels.forEach(row -> judge(row, grades, known(row, QUERY, questions, queries), known(row, DOCUMENT, documents, corpus)));
        if (grades.values().stream().allMatch(ofQuery -> ofQuery.values().stream().allMatch(grade -> grade <= 0))) {
            throw new EvaluationException(
                    qrels.name() + ": no judgment has a score above 0, so no document is relevant. Mark relevant documents with 1.");
        }
        questions.keySet().retainAll(grades.keySet());
        return new RetrievalSet(
                List.copyOf(documents.keySet()), List.copyOf(documents.values()), List.copyOf(questions.keySet()),
                List.copyOf(questions.values()), grades, false);
    }

    private static void judge(Row row, Map<String, Map<String, Integer>> grades, String query, String document) {
        int grade = grade(row);
        Integer other = grades.computeIfAbsent(query, key -> new HashMap<>()).put(document, grade);
        if (other != null && other != grade) {
            throw row.fault(DOCUMENT, "\"" + document + "\" has the score " + other + " for the query \"" + query
                    + "\" in an earlier row, and " + grade + " here. Keep one of them.");
        }
    }

    private static Map<String, String> texts(Table table, Function<Row, String> text) {
        Map<String, String> texts = new LinkedHashMap<>();
        table.forEach(row -> {
            String column = row.column("_id", "id");
            String id = row.id(column);
            if (texts.put(id, text.apply(row)) != null) {
                throw row.fault(column, "the id \"" + id + "\" occurs twice. Each row needs its own id.");
            }
        });
        return texts;
    }

    private static String titleAndText(Row row) {
        String title = row.optionalText("title");
        return title.isEmpty() ? row.text("text") : title + " " + row.text("text");
    }

    private static String known(Row row, String column, Map<String, String> texts, Table table) {
        String id = row.id(column);
        if (!texts.containsKey(id)) {
            throw row.fault(column, "the id \"" + id + "\" does not exist in " + table.name() + ". Add it there or remove the row.");
        }
        return id;
    }

    private static int grade(Row row) {
        if (!row.has(SCORE)) {
            return 1;
        }
        double score = row.number(SCORE);
        if (score != Math.rint(score) || Math.abs(score) > Short.MAX_VALUE) {
            throw row.fault(SCORE, score + " is not a whole number such as 0 (not relevant), 1 or 2.");
        }
        return (int) score;
    }
}
