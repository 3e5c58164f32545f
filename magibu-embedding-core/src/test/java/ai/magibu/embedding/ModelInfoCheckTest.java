package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link ModelInfo#check}: rejects what a load and a call would reject, and needs no weights. */
class ModelInfoCheckTest {

    private static final Passage PASSAGE = Passage.of("Bugün hava çok güzel.");
    private static final Passage TITLED = Passage.titled("Hava", "Bugün hava çok güzel.");

    @TempDir
    Path folder;

    @Test
    void aModelWithoutWeightsIsChecked() throws IOException {
        Path model = Models.copy("tiny", folder.resolve("model"));
        Files.delete(model.resolve("model.safetensors"));

        assertThatCode(
                () -> ModelInfo.check(settings(model).dimensions(8).maxTokens(100).build(), TITLED, EncodeOptions.of(Prompt.DOCUMENT)))
                .doesNotThrowAnyException();
    }

    @Test
    void unsupportedSettingsAndCallsAreRejected() {
        EmbedderSettings.Builder tiny = settings(Models.directory("tiny"));
        rejects(tiny, PASSAGE, EncodeOptions.of(Prompt.named("sorgu")), "no prompt \"sorgu\"");
        rejects(tiny, PASSAGE, EncodeOptions.defaults().withDimensions(97), "dimensions must be 1 to 96");
        rejects(tiny, TITLED, EncodeOptions.of(Prompt.QUERY), "no place for a title");
        rejects(settings(Models.directory("tiny")).dimensions(97), PASSAGE, EncodeOptions.defaults(), "dimensions must be 1 to 96");
        rejects(settings(Models.directory("tiny")).maxTokens(100_000), PASSAGE, EncodeOptions.defaults(), "maxTokens must be");
        rejects(settings(Models.directory("tiny")).tf32(true).device(Device.CPU), PASSAGE, EncodeOptions.defaults(), "tf32");
        rejects(EmbedderSettings.builder(), PASSAGE, EncodeOptions.defaults(), "no model is set");
    }

    @Test
    void anExportedModelHasItsOwnPrecision() {
        ModelExporter.export(Models.directory("tiny"), Precision.INT8, folder);

        assertThatCode(() -> ModelInfo.check(settings(folder).build(), PASSAGE, EncodeOptions.defaults())).doesNotThrowAnyException();
        rejects(settings(folder).precision(Precision.FP32), PASSAGE, EncodeOptions.defaults(), "exported in INT8");
    }

    @Test
    void aMissingFolderIsAnErrorOfTheSource() {
        EmbedderSettings settings = settings(folder.resolve("missing")).build();
        assertThatThrownBy(() -> ModelInfo.check(settings, PASSAGE, EncodeOptions.defaults()))
                .isInstanceOf(ModelSourceException.class);
    }

    private EmbedderSettings.Builder settings(Path model) {
        return EmbedderSettings.builder().model(model);
    }

    private static void rejects(EmbedderSettings.Builder settings, Passage passage, EncodeOptions options, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> ModelInfo.check(settings.build(), passage, options))
                .withMessageContaining(message);
    }
}
