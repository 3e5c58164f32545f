package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A problem of a model's files is reported before any work, with the file, the expected and the found value. */
@Tag("locale")
class ModelFilesTest {

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void copyModel() {
        model = Models.copy("tiny", folder.resolve("model"));
    }

    private void replace(String file, String what, String with) throws IOException {
        Path path = model.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(what);
        Files.writeString(path, text.replace(what, with));
    }

    private void assertRejected(Class<? extends MagibuException> type, String... messageParts) {
        assertThatThrownBy(() -> ModelInfo.read(model)).isInstanceOf(type).hasMessageContainingAll(messageParts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"modules.json", "config.json", "model.safetensors", "tokenizer.json", "1_Pooling/config.json", "2_Dense/config.json",
                    "2_Dense/model.safetensors"})
    void missingFileIsNamed(String file) throws IOException {
        Files.delete(model.resolve(file));
        assertRejected(ModelSourceException.class, Path.of(file).getFileName().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentence_bert_config.json", "config_sentence_transformers.json", "tokenizer_config.json"})
    void fileThatMayBeAbsentIsNotMissed(String file) throws IOException {
        Files.delete(model.resolve(file));
        assertThat(ModelInfo.read(model).dimension()).isEqualTo(96);
    }

    // JSON

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{} {}", "<!DOCTYPE html>", "{\"hidden_size\": 1, \"hidden_size\": 2}"})
    void configThatIsNoJsonObjectIsRejected(String content) throws IOException {
        Files.writeString(model.resolve("config.json"), content);
        assertRejected(ModelFormatException.class, "config.json", "expected", "found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"hidden_size\": 96 | \"hidden_size\": \"96\" | hidden_size",
            "\"hidden_size\": 96 | \"hidden_size\": 0 | hidden_size",
            "\"hidden_size\": 96 | \"hidden\": 96 | hidden_size",
            "\"rms_norm_eps\": 1e-06 | \"rms_norm_eps\": -1 | rms_norm_eps",
            "\"num_hidden_layers\": 7 | \"num_hidden_layers\": 8 | layer_types",
            "\"head_dim\": 32 | \"head_dim\": 33 | head_dim",
            "\"num_key_value_heads\": 1 | \"num_key_value_heads\": 2 | num_key_value_heads",
            "\"rope_theta\": 1000000.0 | \"rope_theta\": null | rope_theta",
    })
    void configValueOutOfRangeIsNamed(String what, String with, String key) throws IOException {
        replace("config.json", what, with);
        assertRejected(ModelFormatException.class, "config.json", key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "gemma3_text | bert",
            "\"use_bidirectional_attention\": true | \"use_bidirectional_attention\": false",
            "gelu_pytorch_tanh | silu",
            "\"attention_bias\": false | \"attention_bias\": true",
            "\"attn_logit_softcapping\": null | \"attn_logit_softcapping\": 50.0",
            "\"full_attention\" | \"chunked_attention\"",
            "\"rope_scaling\": null | \"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 8.0}",
    })
    void arithmeticThatIsNotComputedIsRejectedByName(String what, String with) throws IOException {
        replace("config.json", what, with);
        String name = with.replaceAll(".*: ", "").replaceAll("[\"{}]", "").split(",")[0].trim();
        assertRejected(UnsupportedModelException.class, "config.json", "not supported",
                name.equals("8.0") ? "linear" : name.equals("false") ? "causal" : name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "modules.json | models.Normalize | models.LayerNorm | LayerNorm",
            "modules.json | sentence_transformers.models.Dense | my_code.Dense | my_code.Dense",
            "1_Pooling/config.json | \"pooling_mode_max_tokens\": false | \"pooling_mode_max_tokens\": true | several pooling modes",
            "2_Dense/config.json | linear.Identity | activation.Mish | Mish",
            "2_Dense/config.json | \"bias\": false | \"bias\": false, \"use_residual\": true | use_residual",
            "2_Dense/config.json | \"bias\": false | \"bias\": false, \"module_input_name\": \"token_embeddings\" | token_embeddings",
            "sentence_bert_config.json | \"do_lower_case\": false | \"do_lower_case\": true | do_lower_case",
    })
    void moduleThatIsNotComputedIsRejectedByName(String file, String what, String with, String name) throws IOException {
        replace(file, what, with);
        assertRejected(UnsupportedModelException.class, Path.of(file).getFileName().toString(), name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "2_Dense/config.json | \"in_features\": 96 | \"in_features\": 95 | in_features",
            "1_Pooling/config.json | \"word_embedding_dimension\": 96 | \"word_embedding_dimension\": 95 | word_embedding_dimension",
            "config_sentence_transformers.json | \"default_prompt_name\": null | \"default_prompt_name\": \"yok\" | yok",
            "modules.json | \"2_Dense\" | \"../2_Dense\" | ../2_Dense",
    })
    void filesThatContradictEachOtherAreRejected(String file, String what, String with, String name) throws IOException {
        replace(file, what, with);
        assertRejected(ModelFormatException.class, Path.of(file).getFileName().toString(), name);
    }

    @Test
    void pickledWeightsAreRejectedWithTheWayOut() throws IOException {
        Files.move(model.resolve("2_Dense/model.safetensors"), model.resolve("2_Dense/pytorch_model.bin"));
        assertRejected(ModelSourceException.class, "pytorch_model.bin", "safe_serialization=True");
    }

    // safetensors

    @Test
    void truncatedWeightsAreRejected() throws IOException {
        Path weights = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        for (int length : new int[] {0, 7, 8, 100, bytes.length - 1}) {
            Files.write(weights, Arrays.copyOf(bytes, length));
            assertRejected(ModelFormatException.class, "model.safetensors");
        }
    }

    @Test
    void pointerFileInsteadOfWeightsIsRejected() throws IOException {
        Files.writeString(model.resolve("model.safetensors"), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        assertRejected(ModelFormatException.class, "Git LFS pointer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "not json | a JSON header",
            "[] | object",
            "{\"norm.weight\": {\"dtype\": \"I8\", \"shape\": [1], \"data_offsets\": [0, 1]}} | BF16, F16 or F32",
            "{\"norm.weight\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}} | shape",
            "{\"norm.weight\": {\"dtype\": \"F32\", \"shape\": [-1], \"data_offsets\": [0, 4]}} | shape",
            "{\"norm.weight\": {\"dtype\": \"F32\", \"shape\": [2147483647, 2147483647, 2147483647], \"data_offsets\": [0, 4]}} | shape",
            "{\"norm.weight\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 0]}} | data_offsets",
            "{\"norm.weight\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [9223372036854775803, 9223372036854775807]}} | truncated",
    })
    void malformedHeaderIsRejected(String header, String expectation) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(model.resolve("model.safetensors"), file.putLong(json.length).put(json).array());
        assertRejected(ModelFormatException.class, "model.safetensors", expectation);
    }

    @Test
    void hugeHeaderLengthIsRejectedBeforeItIsRead() throws IOException {
        byte[] length = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE).array();
        Files.write(model.resolve("model.safetensors"), length);
        assertRejected(ModelFormatException.class, "header");
    }

    @Test
    void weightsOfAnotherConfigAreRejected() throws IOException {
        replace("config.json", "\"intermediate_size\": 144", "\"intermediate_size\": 145");
        assertRejected(ModelFormatException.class, "gate_proj", "[145, 96]", "[144, 96]");
    }

    @Test
    void weightsThatNobodyAskedForAreRejected() throws IOException {
        replace("config.json", "\"num_hidden_layers\": 7", "\"num_hidden_layers\": 6");
        replace("config.json", "\"full_attention\",\n    \"sliding_attention\"", "\"full_attention\"");
        assertRejected(ModelFormatException.class, "layers.6.");
    }

    @Test
    void missingBiasIsRejected() throws IOException {
        replace("2_Dense/config.json", "\"bias\": false", "\"bias\": true");
        assertRejected(ModelFormatException.class, "linear.bias", "no such tensor");
    }

    @Test
    void missingShardIsNamed() throws IOException {
        Path sharded = Models.copy("grouped-heads", folder.resolve("sharded"));
        try (var files = Files.list(sharded)) {
            Files.delete(files.filter(file -> file.getFileName().toString().startsWith("model-0000")).findFirst().orElseThrow());
        }
        assertThatThrownBy(() -> ModelInfo.read(sharded)).isInstanceOf(ModelSourceException.class).hasMessageContaining("model-0000");
    }

    @Test
    void tokenizerThatIsNoneIsRejected() throws IOException {
        Files.writeString(model.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> MagibuTokenizer.load(model))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tokenizer.json");
    }

    // the maximum length

    @Test
    void maximumLengthIsThePublishedOneThoughPositionsAreFewer() {
        assertThat(ModelInfo.read(model).maxTokens()).isEqualTo(384); // max_position_embeddings says 96
    }

    @Test
    void withoutItTheTokenizersMaximumCountsUpToThePositions() throws IOException {
        Files.delete(model.resolve("sentence_bert_config.json"));
        assertThat(ModelInfo.read(model).maxTokens()).isEqualTo(96);
        replace("tokenizer_config.json", "\"model_max_length\": 96", "\"model_max_length\": 1000000000000000019884624838656");
        assertThat(ModelInfo.read(model).maxTokens()).isEqualTo(96);
        replace("tokenizer_config.json", "1000000000000000019884624838656", "64");
        assertThat(ModelInfo.read(model).maxTokens()).isEqualTo(64);
    }
}
