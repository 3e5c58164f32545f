package ai.magibu.cli;

import ai.magibu.embedding.ModelInfo;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints a model's facts for people: a label column and a value column. */
final class InfoTable {

    private static final int LABEL_WIDTH = 17;

    private final PrintWriter out;

    InfoTable(PrintWriter out) {
        this.out = out;
    }

    /** @param files a line for each file */
    void print(ModelInfo info, List<String> files) {
        row("Model", info.directory().toString());
        row("Fingerprint", info.fingerprint());
        row("Parameters", number(info.parameters()));
        row("Layers", number(info.layers()));
        row("Hidden size", number(info.hiddenSize()));
        row(
                "Attention heads",
                info.attentionHeads() + " (" + info.keyValueHeads() + " for keys and values), "
                        + info.headDimension() + " wide");
        row("Sliding window", number(info.slidingWindow()) + " tokens");
        row("Vocabulary", number(info.vocabularySize()) + " tokens");
        row("Longest text", number(info.maxTokens()) + " tokens");
        row("Embedding", number(info.dimension()) + " dimensions");
        rows("Pipeline", info.pipeline());
        rows("Prompts", prompts(info));
        row("Default prompt", info.defaultPrompt() == null ? "none" : info.defaultPrompt());
        rows("Files", files);
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

    /** Shows where a prompt ends, and keeps control characters off the terminal. */
    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private void row(String label, String value) {
        out.println(label + " ".repeat(LABEL_WIDTH - label.length()) + value);
    }

    private void rows(String label, List<String> values) {
        String first = label;
        for (String value : values) {
            row(first, value);
            first = "";
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
