package ai.magibu.evaluation.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.StrictText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.jspecify.annotations.Nullable;

/**
 * The file patterns that a data set's README.md states for its configurations.
 *
 * @param configs the patterns of each split, by configuration and split, in the order of the README
 */
record DatasetCard(Map<String, Map<String, List<String>>> configs) {

    static final String FILE = "README.md";
    private static final String FENCE = "---";
    private static final String DEFAULT = "default";
    /** The split of files that have no split. */
    private static final String TRAIN = "train";

    /** Reads the front matter of a README. */
    static DatasetCard read(Path readme) {
        StringBuilder yaml = new StringBuilder();
        try (BufferedReader lines = StrictText.open(readme)) {
            if (!FENCE.equals(lines.readLine())) {
                return new DatasetCard(Map.of());
            }
            for (String line = lines.readLine(); line != null && !line.stripTrailing().equals(FENCE); line = lines.readLine()) {
                yaml.append(line).append('\n');
            }
            return new DatasetCard(configs(new YAMLMapper().readTree(yaml.toString()).path("configs")));
        } catch (JsonProcessingException e) {
            throw new EvaluationException(readme + ": the lines between --- are not valid YAML. Correct or remove them. ("
                    + e.getOriginalMessage() + ")", e);
        } catch (IOException e) {
            throw StrictText.unreadable(readme, 1, e);
        }
    }

    private static Map<String, Map<String, List<String>>> configs(JsonNode list) {
        Map<String, Map<String, List<String>>> configs = new LinkedHashMap<>();
        for (JsonNode config : list) {
            Map<String, List<String>> splits = new LinkedHashMap<>();
            JsonNode files = config.path("data_files");
            for (JsonNode entry : files.isArray() ? files : List.of(files)) {
                if (entry.isObject()) {
                    splits.put(entry.path("split").asText(TRAIN), patterns(config, entry.path("path")));
                } else if (!entry.isMissingNode()) {
                    splits.computeIfAbsent(TRAIN, split -> new ArrayList<>()).addAll(patterns(config, entry));
                }
            }
            configs.put(config.path("config_name").asText(DEFAULT), splits);
            if (list.size() == 1 || config.path("default").asBoolean()) {
                configs.putIfAbsent(DEFAULT, splits);
            }
        }
        return configs;
    }

    private static List<String> patterns(JsonNode config, JsonNode paths) {
        String folder = config.has("data_dir") ? config.path("data_dir").asText() + "/" : "";
        List<String> patterns = new ArrayList<>();
        for (JsonNode path : paths.isArray() ? paths : List.of(paths)) {
            patterns.add(folder + path.asText());
        }
        return patterns;
    }

    /** Returns the patterns of a split, or of the first split if the split is null; empty if the README does not state any. */
    List<String> patterns(String config, @Nullable String split) {
        Map<String, List<String>> splits = configs.getOrDefault(config, Map.of());
        return split == null
                ? splits.values().stream().findFirst().orElse(List.of())
                : splits.getOrDefault(split, List.of());
    }
}
