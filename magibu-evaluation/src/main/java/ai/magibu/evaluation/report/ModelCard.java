package ai.magibu.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The figures of the model card of embeddingmagibu-200m, under the true names of the tasks.
 *
 * @param models the models with figures
 * @param tasks the tasks of TR-MTEB by their names
 * @param notes the explanations of tasks by the ids that tasks name
 * @param columns the columns of the leaderboard
 * @param leaderboard the rows of the leaderboard
 */
record ModelCard(List<Model> models, Map<String, CardTask> tasks, Map<String, String> notes, List<Column> columns,
        List<Row> leaderboard) {

    /**
     * A model with figures.
     *
     * @param name the name without the owner
     * @param label a short name of its figures
     * @param average the average on the card
     */
    record Model(String name, String label, double average) {}

    /**
     * A task.
     *
     * @param average whether the average of the card counts the task
     * @param figures the figure of each model, from 0 to 100; NaN if the card has none
     * @param notes the ids of the notes
     */
    record CardTask(boolean average, List<Double> figures, List<String> notes) {

        private static final CardTask UNKNOWN = new CardTask(false, List.of(), List.of());

        double figure(int model) {
            return model < 0 || model >= figures.size() ? Double.NaN : figures.get(model);
        }

        boolean onCard() {
            return figures.stream().anyMatch(figure -> !figure.isNaN());
        }
    }

    /**
     * A column of the leaderboard.
     *
     * @param task the true name
     * @param heading the name on the card
     */
    record Column(String task, String heading) {}

    /**
     * A row of the leaderboard.
     *
     * @param model the model
     * @param average the average on the card
     * @param figures the figure of each column; NaN if the card has none
     */
    record Row(String model, double average, List<Double> figures) {}

    static ModelCard load() {
        try (InputStream in = Objects.requireNonNull(ModelCard.class.getResourceAsStream("card.json"))) {
            return of(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelCard of(JsonNode json) {
        List<Model> models = new ArrayList<>();
        for (JsonNode model : json.path("models")) {
            models.add(new Model(model.path("name").asText(), model.path("label").asText(), model.path("average").asDouble()));
        }
        Map<String, CardTask> tasks = new LinkedHashMap<>();
        for (JsonNode task : json.path("tasks")) {
            List<String> notes = new ArrayList<>();
            task.path("notes").forEach(note -> notes.add(note.asText()));
            tasks.put(task.path("name").asText(), new CardTask(task.path("average").asBoolean(), figures(task), notes));
        }
        Map<String, String> notes = new LinkedHashMap<>();
        json.path("notes").properties().forEach(note -> notes.put(note.getKey(), note.getValue().asText()));
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : json.path("leaderboard").path("columns")) {
            columns.add(new Column(column.path("task").asText(), column.path("heading").asText()));
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : json.path("leaderboard").path("rows")) {
            rows.add(new Row(row.path("model").asText(), row.path("average").asDouble(), figures(row)));
        }
        return new ModelCard(models, tasks, notes, columns, rows);
    }

    private static List<Double> figures(JsonNode node) {
        List<Double> figures = new ArrayList<>();
        node.path("figures").forEach(figure -> figures.add(figure.asDouble(Double.NaN)));
        return figures;
    }

    /** Returns what the card says about a task; an empty entry if the task is unknown. */
    CardTask task(String name) {
        return tasks.getOrDefault(name, CardTask.UNKNOWN);
    }

    /** Returns the tasks of the card's average. */
    List<String> averageTasks() {
        return tasks.entrySet().stream().filter(task -> task.getValue().average()).map(Map.Entry::getKey).toList();
    }

    /** Returns the index of the model with this name, -1 if the card has no figures of it. */
    int model(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < models.size(); i++) {
            if (lower.contains(models.get(i).name())) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the mean figure of a model over tasks; NaN if a figure is missing. */
    double mean(int model, List<String> names) {
        return names.stream().mapToDouble(name -> task(name).figure(model)).average().orElse(Double.NaN);
    }
}
