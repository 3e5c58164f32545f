package ai.magibu.onednn;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Core's models, of which {@code magibu-embedding-core/reference/make_test_models.sh} says what each is made for. */
final class Models {

    /** Those with vectors of their own. */
    static final List<String> ALL =
            List.of("tiny", "many-heads", "grouped-heads", "no-normalize", "prompt-excluded", "max-pooling", "long", "outliers");

    private Models() {}

    static Path file(String model, String name) {
        try {
            URI uri = Objects.requireNonNull(Models.class.getResource("/models/" + model + "/" + name)).toURI();
            return Path.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static EmbedderSettings.Builder bf16(Path model) {
        return MagibuEmbedder.builder()
                .model(model)
                .device(Device.CPU)
                .precision(Precision.BF16)
                .cacheDirectory(TinyModel.cacheDirectory());
    }

    static EmbedderSettings.Builder bf16(String model) {
        return bf16(file(model, "model"));
    }

    /** The same arithmetic in float32, by ONNX Runtime. Core compares it to the reference. */
    static EmbedderSettings.Builder fp32(Path model) {
        return bf16(model).precision(Precision.FP32);
    }

    /** Returns a copy that a test may change. */
    static Path copy(String model, Path target) {
        Path source = file(model, "model");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
