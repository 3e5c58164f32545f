package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that Python's safetensors library rejects are rejected here. */
@Tag("locale")
class SafetensorsRulesTest {

    @TempDir
    Path folder;

    private Path model;
    private Path weights;
    private String header;
    private byte[] data;

    @BeforeEach
    void read() throws IOException {
        model = Models.copy("no-normalize", folder.resolve("model"));
        weights = model.resolve("2_Dense/model.safetensors"); // linear.bias [160] at 0, linear.weight [160, 40] at 640
        byte[] bytes = Files.readAllBytes(weights);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        header = new String(bytes, 8, length, StandardCharsets.UTF_8).strip();
        data = Arrays.copyOfRange(bytes, 8 + length, bytes.length);
    }

    private void write(byte[] text, int declared) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(weights, file.putLong(declared).put(text).put(data).array());
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    private void assertRejected() {
        assertThatThrownBy(() -> ModelInfo.read(model)).isInstanceOf(ModelFormatException.class).hasMessageContaining("model.safetensors");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "[0,640] | [2,642]",
            "[0,640] | [640,1280]",
            "[640,26240] | [0,25600]",
            "[640,26240] | [642,26242]",
            "[0,640] | [\"0\",640]",
            "[0,640] | [0.0,640]",
            "[0,640] | [0,640.0]",
            "[0,640] | [-1,639]",
            "[0,640] | [0,640,640]",
            "[0,640] | {\"a\":0,\"b\":640}",
            "[160] | {\"a\":160}",
            "[160] | [160.0]",
            "[160] | [\"160\"]",
            "[160] | 160",
            "{\"linear.bias\" | {\"__metadata__\":{\"a\":1},\"linear.bias\"",
            "{\"linear.bias\" | {\"__metadata__\":[],\"linear.bias\"",
            "{\"linear.bias\" | [{\"linear.bias\"",
            "\"F32\" | \"f32\"",
            "\"F32\" | null",
    })
    void malformedHeaderIsRejected(String what, String with) throws IOException {
        String compact = header.replace(" ", "");
        assertThat(compact).contains(what);
        write(compact.replaceFirst(Pattern.quote(what), Matcher.quoteReplacement(with)));
        assertRejected();
    }

    @Test
    void headerMustEndWhereItSays() throws IOException {
        byte[] text = (header + " ").getBytes(StandardCharsets.UTF_8);
        write(text, text.length);
        ModelInfo.read(model);
        write(text, text.length - 1);
        assertRejected();
        write(text, text.length + 1);
        assertRejected();
    }

    @Test
    void bytesAfterTheTensorsAreRejected() throws IOException {
        data = Arrays.copyOf(data, data.length + 1000);
        write(header);
        assertRejected();
    }

    @Test
    void headerMustBeUtf8() throws IOException {
        write(header.replace("}}", "},\"__metadata__\":{\"\u00ff\":\"\"}}"));
        ModelInfo.read(model);
        byte[] latin = header.replace("}}", "},\"__metadata__\":{\"\u00ff\":\"\"}}").getBytes(StandardCharsets.ISO_8859_1);
        write(latin, latin.length);
        assertRejected();
    }

    @Test
    void metadataOfStringsIsFine() throws IOException {
        write(header.replaceFirst("\\{", "{\"__metadata__\":{\"format\":\"pt\"},"));
        assertThat(ModelInfo.read(model).dimension()).isPositive();
    }
}
