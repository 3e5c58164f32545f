package ai.magibu.evaluation.data;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import org.jspecify.annotations.Nullable;

/** Finds the files of a split: by the data set's README.md, otherwise by the usual names. */
final class SplitFiles {

    private static final int MOST_NAMES = 12;
    private static final String DEFAULT = "default";

    private final DataFiles files;
    private final DatasetCard card;

    SplitFiles(DataFiles files) {
        this.files = files;
        this.card = files.names().contains(DatasetCard.FILE)
                ? DatasetCard.read(files.fetch(List.of(DatasetCard.FILE)).get(0))
                : new DatasetCard(Map.of());
    }

    /** Returns a split of a configuration. */
    Table split(String config, String split) {
        List<String> usual = new ArrayList<>();
        for (String prefix : config.equals(DEFAULT) ? List.of("", "data/", "default/") : List.of(config + "/", "data/" + config + "/")) {
            usual.addAll(List.of(prefix + split, prefix + split + "-*", prefix + split + "/*"));
        }
        if (!config.equals(DEFAULT)) {
            usual.add(config);
        }
        return table("the split \"" + split + "\" of the configuration \"" + config + "\"", card.patterns(config, split), usual);
    }

    /** Returns the corpus or the queries of a retrieval: the only split of their configuration. */
    Table only(String config) {
        return table(
                "the configuration \"" + config + "\"", card.patterns(config, null),
                List.of(config, config + "/" + config, config + "/" + config + "-*", config + "/*", config + "/*/*"));
    }

    /** Returns the relevance judgments of a retrieval. */
    Table judgments(String config, String split) {
        List<String> stated = card.patterns(config, split);
        List<String> usual = new ArrayList<>();
        for (String prefix : List.of("qrels/", "data/", "default/", "")) {
            usual.addAll(List.of(prefix + split, prefix + split + "-*", prefix + split + "/*"));
        }
        usual.add("qrels");
        return table(
                "the relevance judgments of the split \"" + split + "\"", stated.isEmpty() ? card.patterns("qrels", split) : stated, usual);
    }

    private Table table(String what, List<String> stated, List<String> usual) {
        List<String> ofReadme = stated.stream().flatMap(pattern -> matching(pattern).stream()).distinct().toList();
        Stream<List<String>> byName =
                usual.stream().flatMap(stem -> Table.FORMATS.stream().map(format -> matching(stem + "." + format)));
        List<String> found = Stream.concat(Stream.of(ofReadme), byName).filter(names -> !names.isEmpty()).findFirst().orElseThrow(
                () -> new EvaluationException(files + " has no file of " + what + ". It has " + some() + ". Expected for example "
                        + usual.get(0) + ".jsonl."));
        return new Table(files.fetch(found));
    }

    private List<String> matching(String pattern) {
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            return files.names().stream().filter(name -> matcher.matches(Path.of(name))).sorted().toList();
        } catch (PatternSyntaxException e) {
            throw new EvaluationException(files + ": README.md has the invalid file pattern \"" + pattern + "\".", e);
        }
    }

    private String some() {
        List<String> names = files.names();
        return names.isEmpty() ? "no files"
                : names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                        + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }
}
