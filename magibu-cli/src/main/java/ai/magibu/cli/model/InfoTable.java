package ai.magibu.cli.model;

import static ai.magibu.cli.io.LabelColumn.number;
import static ai.magibu.cli.io.LabelColumn.quoted;

import ai.magibu.cli.io.LabelColumn;
import ai.magibu.embedding.ModelInfo;
import java.io.PrintWriter;
import java.util.List;

/** Prints a model's facts for people. */
final class InfoTable {

    private static final int LABEL_WIDTH = 17;

    private final LabelColumn column;

    InfoTable(PrintWriter out) {
        column = new LabelColumn(out, LABEL_WIDTH);
    }

    /** @param files a line for each file */
    void print(ModelInfo info, List<String> files) {
        column.row("Model", info.source());
        if (info.revision() != null) {
            column.row("Revision", info.revision());
        }
        column.row("Fingerprint", info.fingerprint());
        column.row("Identity", info.identity());
        column.row("Parameters", number(info.parameters()));
        column.row("Layers", number(info.layers()));
        column.row("Hidden size", number(info.hiddenSize()));
        column.row(
                "Attention heads",
                info.attentionHeads() + " (" + info.keyValueHeads() + " for keys and values), "
                        + info.headDimension() + " wide");
        column.row("Sliding window", number(info.slidingWindow()) + " tokens");
        column.row("Vocabulary", number(info.vocabularySize()) + " tokens");
        column.row("Longest text", number(info.maxTokens()) + " tokens");
        column.row("Embedding", number(info.dimension()) + " dimensions");
        column.rows("Pipeline", info.pipeline());
        column.rows("Prompts", prompts(info));
        column.row("Default prompt", info.defaultPrompt() == null ? "none" : info.defaultPrompt());
        column.rows("Files", files);
    }

    private static List<String> prompts(ModelInfo info) {
        if (info.prompts().isEmpty()) {
            return List.of("none");
        }
        int width = info.prompts().keySet().stream().mapToInt(String::length).max().orElse(0);
        return info.prompts().entrySet().stream()
                .map(prompt -> prompt.getKey() + " ".repeat(width - prompt.getKey().length()) + "  " + quoted(prompt.getValue()))
                .toList();
    }
}
