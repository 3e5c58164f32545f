package ai.magibu.evaluation.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.encode.Hasher;
import ai.magibu.evaluation.internal.numpy.Generator;
import ai.magibu.evaluation.task.RetrievalSet;
import ai.magibu.evaluation.task.Sampling;
import ai.magibu.evaluation.task.Task;

/** Reads the retrieval tasks of the benchmark, whose ids may be duplicates or unknown. The last text of an id counts, as in Python. */
final class RetrievalReader {

    private static final int MOST_JUDGMENTS = 2048;
    private static final long SEED = 42;

    private final Task task;

    RetrievalReader(Task task) {
        this.task = task;
    }

    /** Reads a corpus, queries and judgments. */
    RetrievalSet beir(Table corpus, Table queries, Table judgments) {
        List<Judgment> all = judgments.map(this::judgment);
        Map<String, String> queryTexts = texts(queries, row -> row.text(task.column("text")));
        if (task.sampling() == Sampling.ALL) {
            return set(judgments, texts(corpus, this::titleAndText), queryTexts, Judgment.grades(all));
        }
        List<Judgment> sample = IntStream.of(new Generator(SEED).permutation(all.size())).limit(MOST_JUDGMENTS).mapToObj(all::get).toList();
        Map<String, String> documents = texts(corpus, row -> PythonText.strip(row.text(task.column("text"))));
        documents.keySet().retainAll(sample.stream().map(Judgment::document).collect(Collectors.toSet()));
        return set(judgments, documents, queryTexts, lastJudgments(sample));
    }

    private Judgment judgment(Row row) {
        return new Judgment(row.id(task.column("query")), row.id(task.column("document")), (int) row.number(task.column("score")));
    }

    private String titleAndText(Row row) {
        return row.optionalText(task.column("title")) + " " + row.text(task.column("text"));
    }

    private Map<String, String> texts(Table table, Function<Row, String> text) {
        Map<String, String> texts = new LinkedHashMap<>();
        table.forEach(row -> texts.put(row.id(task.column("id")), text.apply(row)));
        return texts;
    }

    /** The reference forgets the earlier judgments of a query and takes any grade as relevant. */
    private static Map<String, Map<String, Integer>> lastJudgments(List<Judgment> judgments) {
        Map<String, Map<String, Integer>> last = new HashMap<>();
        for (Judgment judgment : judgments) {
            last.put(judgment.query(), Map.of(judgment.document(), 1));
        }
        return last;
    }

    /** Reads questions with their contexts. A question with several ids has the last one. */
    RetrievalSet questions(Table table) {
        Map<String, String> idByQuestion = new HashMap<>();
        Map<String, String> documents = new LinkedHashMap<>();
        List<String[]> answered = new ArrayList<>();
        table.forEach(row -> {
            if (row.nestedList(task.column("answers"), "text").isEmpty()) {
                return;
            }
            String question = row.text(task.column("query"));
            String context = row.text(task.column("text"));
            String document = sha256(context);
            idByQuestion.put(question, row.id(task.column("id")));
            documents.put(document, context);
            answered.add(new String[] {question, document});
        });
        Map<String, String> queries = new LinkedHashMap<>();
        List<Judgment> judgments = new ArrayList<>();
        for (String[] pair : answered) {
            String id = idByQuestion.getOrDefault(pair[0], "");
            queries.put(id, pair[0]);
            judgments.add(new Judgment(id, pair[1], 1));
        }
        return set(table, documents, queries, Judgment.grades(judgments));
    }

    private RetrievalSet set(
            Table judgments, Map<String, String> documents, Map<String, String> queries, Map<String, Map<String, Integer>> grades) {
        queries.keySet().retainAll(Set.copyOf(grades.keySet()));
        grades.keySet().retainAll(Set.copyOf(queries.keySet()));
        if (queries.isEmpty() || grades.values().stream().flatMap(judged -> judged.keySet().stream()).noneMatch(documents::containsKey)) {
            throw new EvaluationException(
                    judgments.name() + ": none of the judgments is about a " + (queries.isEmpty() ? "query" : "document")
                            + " of the data set. Do the files belong together?");
        }
        return new RetrievalSet(
                List.copyOf(documents.keySet()), List.copyOf(documents.values()), List.copyOf(queries.keySet()),
                List.copyOf(queries.values()),
                grades, task.ignoreIdenticalIds());
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Hasher.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
