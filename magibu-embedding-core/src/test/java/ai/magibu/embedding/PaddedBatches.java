package ai.magibu.embedding;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.OnnxSession;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.natives.TokenRows;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Texts of all lengths in batches of twelve. The planner would not pad so much; the graph must bear it all the same. */
final class PaddedBatches {

    private PaddedBatches() {}

    /** Runs a model's texts through its graph on the CPU, and gives each text with its vector. */
    static void run(String model, ModelConfig config, CompiledGraph graph, BiConsumer<Golden, float[]> each) {
        boolean poolsPrompt = config.pooling().includePrompt();
        // where the prompt is left out of the pooling, texts without one are those that need no more than their ids
        List<Golden> goldens = Golden.of(model).stream()
                .filter(golden -> poolsPrompt || (golden.prompt() == null && config.prompts().defaultName() == null))
                .toList();
        try (OnnxSession session = OnnxSession.load(graph, new SessionSettings(Device.CPU, 0, true, false))) {
            for (int from = 0; from < goldens.size(); from += 12) {
                List<Golden> batch = goldens.subList(from, Math.min(from + 12, goldens.size()));
                int longest = batch.stream().mapToInt(golden -> golden.ids().length).max().orElseThrow();
                int columns = Math.min(longest + 7, config.maxTokens()); // some padding for the longest too
                TokenRows rows = TokenRows.of(batch.size(), columns, 1);
                for (int row = 0; row < batch.size(); row++) {
                    long[] ids = Arrays.stream(batch.get(row).ids()).asLongStream().toArray();
                    rows.set(row, ids);
                    rows.pool(row, 0, 0, ids.length);
                }
                float[] vectors = session.run(rows, new Cancellation());
                int width = vectors.length / batch.size();
                for (int row = 0; row < batch.size(); row++) {
                    each.accept(batch.get(row), Arrays.copyOfRange(vectors, row * width, (row + 1) * width));
                }
            }
        }
    }
}
