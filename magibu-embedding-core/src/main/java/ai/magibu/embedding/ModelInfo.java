package ai.magibu.embedding;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public record ModelInfo(
        Path directory,
        String fingerprint,
        int layers,
        int hiddenSize,
        int attentionHeads,
        int keyValueHeads,
        int headDimension,
        int slidingWindow,
        int vocabularySize,
        long parameters,
        List<String> pipeline,
        int dimension,
        int maxTokens,
        Map<String, String> prompts,
        @Nullable String defaultPrompt,
        List<String> files) {
    public static ModelInfo read(Path modelDirectory) {
        throw new UnsupportedOperationException();
    }
}
