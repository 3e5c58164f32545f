package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.GraphExportException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnsupportedModelException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;

class MagibuFailureAnalyzerTest {

    private final MagibuFailureAnalyzer analyzer = new MagibuFailureAnalyzer();

    static Stream<Arguments> failures() {
        Path file = Path.of("model", "config.json");
        return Stream.of(
                arguments(new ModelSourceException("no folder model"), "names a folder with all of the model's files"),
                arguments(new ModelSourceException(Reason.NOT_FOUND, "no such model"), "owner/name@revision"),
                arguments(new ModelSourceException(Reason.ACCESS, "gated"), "HF_TOKEN"),
                arguments(new ModelSourceException(Reason.NETWORK, "no answer"), "HTTPS_PROXY"),
                arguments(new ModelSourceException(Reason.OFFLINE, "may not ask"), "without HF_HUB_OFFLINE"),
                arguments(new ModelSourceException(Reason.STORAGE, "disk full"), "HF_HUB_CACHE"),
                arguments(new ModelSourceException(Reason.INTEGRITY, "wrong hash"), "HF_ENDPOINT names what is no hub"),
                arguments(new ModelFormatException(file, "a number", "a string"), "Fetch " + file + " again"),
                arguments(
                        new UnsupportedModelException(file, "model_type \"bert\"", "gemma3_text"),
                        "SentenceTransformers model with a Gemma3 text backbone"),
                arguments(new GraphExportException("disk full", null), "magibu.embedding.cache-directory"),
                arguments(new DeviceUnavailableException("no CUDA", null), "magibu.embedding.device to cpu"),
                arguments(new InferenceException("cannot load", null), "com.microsoft.onnxruntime"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureToLoad_isDescribedByItsMessage_withAnActionOfItsOwn(MagibuException failure, String action) {
        FailureAnalysis analysis = analyzer.analyze(new BeanCreationException("magibuEmbedder", "failed", failure));

        assertThat(analysis.getDescription())
                .isEqualTo("The Magibu embedding model could not be loaded: " + failure.getMessage());
        assertThat(analysis.getAction()).contains(action);
        assertThat(analysis.getCause()).isSameAs(failure);
    }

    @Test
    void failureOfAText_isNotAFailureToLoad() {
        assertThat(analyzer.analyze(new TextTooLongException(0, 9, 8))).isNull();
    }

    @Test
    void failureOfAnother_isNotOurs() {
        assertThat(analyzer.analyze(new IllegalStateException("other"))).isNull();
    }
}
