package ai.magibu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import ai.magibu.onednn.internal.encoder.OneDnnSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that are not numbers spoil the texts that need them, and nothing else. */
@ExtendWith(Bfloat16Machine.class)
class DamagedWeightsIT {

    private static final SeededModel MODEL = new SeededModel(128, 2, 1, 32, 192, 20);

    /** The token of ☕. */
    private static final int DAMAGED_TOKEN = 345;

    private static final short NAN = 0x7fc0;

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeModelWithADamagedToken() throws IOException {
        model = MODEL.writeTo(folder.resolve("model"));
        Path file = model.resolve("model.safetensors");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int embeddings = 8 + (int) bytes.getLong(0); // they come first
        bytes.putShort(embeddings + 2 * MODEL.hidden() * DAMAGED_TOKEN, NAN);
        Files.write(file, bytes.array());
    }

    private static TokenizedText text(int length, int token) {
        long[] ids = new long[length];
        Arrays.setAll(ids, i -> 400 + i % 300);
        ids[length / 2] = token;
        return new TokenizedText(ids, 0);
    }

    private static float[] run(OneDnnSession session, int which, TokenizedText... batch) {
        return session.run(List.of(batch), new Cancellation()).get(which).single();
    }

    /** Lengths for texts that see all tokens, windows, columns and rows. */
    @ParameterizedTest
    @CsvSource({"1, 9", "1, 90", "1, 600", "3, 9", "3, 90", "3, 600"})
    void otherTextsOfTheBatchAndLaterOnesHaveTheirVectors(int threads, int length) {
        TokenizedText good = text(length, 350);
        TokenizedText bad = text(length, DAMAGED_TOKEN);
        try (OneDnnSession session =
                OneDnnSession.load(CheckedModel.open(model), new SessionSettings(Device.CPU, threads, true, false))) {
            float[] alone = run(session, 0, good);
            assertThat(run(session, 0, bad, good)).containsOnly(Float.NaN);
            Cosines.assertClose(run(session, 1, bad, good), alone, "a text after a damaged one");
            Cosines.assertClose(run(session, 0, good, bad), alone, "a text before a damaged one");
            assertThat(run(session, 0, bad)).containsOnly(Float.NaN);
            Cosines.assertClose(run(session, 0, good), alone, "a later text");
        }
    }

    @Test
    void textWithoutAVectorFailsAndTheNextOneDoesNot() {
        try (MagibuEmbedder embedder = Models.bf16(model).load()) {
            assertThat(embedder.tokenizer().encode("☕")).contains(DAMAGED_TOKEN);
            assertThatThrownBy(() -> embedder.encode("☕")).isInstanceOf(InferenceException.class).hasMessageContaining("not finite");
            assertThat(embedder.encode("Bugün hava çok güzel.")).hasSize(MODEL.hidden());
        }
    }

    @Test
    void shorterFileThanItSaysIsRejected() throws IOException {
        Path file = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
        assertThatThrownBy(() -> Models.bf16(model).load()).isInstanceOf(ModelFormatException.class).hasMessageContaining("truncated");
    }
}
