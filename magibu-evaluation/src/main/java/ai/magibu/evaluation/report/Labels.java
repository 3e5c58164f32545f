package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import ai.magibu.evaluation.api.EncoderSettings;

/** Names encoders by the settings in which they differ. */
final class Labels {

    private final List<EncoderSettings> encoders;

    private Labels(List<EncoderSettings> encoders) {
        this.encoders = encoders;
    }

    /**
     * Returns a distinct name of each encoder.
     *
     * @param encoders the settings
     * @param others something else that may differ, for each encoder
     */
    static List<String> of(List<EncoderSettings> encoders, List<String> others) {
        if (encoders.size() == 1) {
            return List.of(shortName(encoders.get(0).model()));
        }
        Labels labels = new Labels(encoders);
        List<List<String>> parts = new ArrayList<>();
        encoders.forEach(encoder -> parts.add(new ArrayList<>()));
        labels.add(parts, distinct(encoders, EncoderSettings::model), labels::name);
        labels.add(parts, labels.differsWithinModel(EncoderSettings::revision), encoder -> shortRevision(encoder.revision()));
        labels.add(parts, distinct(encoders, EncoderSettings::precision), EncoderSettings::precision);
        labels.add(parts, distinct(encoders, EncoderSettings::prompts), encoder -> "prompts " + encoder.prompts());
        labels.add(parts, labels.differsWithinModel(EncoderSettings::dimensions), encoder -> encoder.dimensions() + " dimensions");
        labels.add(parts, labels.differsWithinModel(EncoderSettings::maxTokens), encoder -> encoder.maxTokens() + " tokens");
        if (distinct(others, Function.identity())) {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).add(others.get(i));
            }
        }
        return numbered(parts.stream().map(part -> String.join(" · ", part)).toList());
    }

    private void add(List<List<String>> parts, boolean differs, Function<EncoderSettings, String> text) {
        if (differs) {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).add(text.apply(encoders.get(i)));
            }
        }
    }

    private static <T> boolean distinct(List<T> items, Function<T, ?> setting) {
        return items.stream().map(setting).distinct().count() > 1;
    }

    /** The revision, the dimensions and the longest text of two models always differ, which says nothing. */
    private boolean differsWithinModel(Function<EncoderSettings, Object> setting) {
        return encoders.stream()
                .anyMatch(encoder -> distinct(encoders.stream().filter(other -> other.model().equals(encoder.model())).toList(), setting));
    }

    private String name(EncoderSettings encoder) {
        String name = shortName(encoder.model());
        return encoders.stream().map(EncoderSettings::model).distinct().filter(model -> shortName(model).equals(name)).count() > 1
                ? encoder.model()
                : name;
    }

    static String shortName(String model) {
        String path = model.replaceAll("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Shortens a hash, as Git does. */
    static String shortRevision(String revision) {
        return revision.matches("\\p{XDigit}{40,}") ? revision.substring(0, 12) : revision;
    }

    private static List<String> numbered(List<String> labels) {
        List<String> distinct = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            String name = label.isEmpty() ? "run" : label;
            int count = Collections.frequency(labels, label);
            int number = 1;
            while (!seen.add(count > 1 ? name + " " + number : name)) {
                number++;
            }
            distinct.add(count > 1 ? name + " " + number : name);
        }
        return distinct;
    }
}
