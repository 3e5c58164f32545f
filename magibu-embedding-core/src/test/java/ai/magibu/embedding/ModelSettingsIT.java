package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.UnknownTokenException;
import ai.magibu.embedding.api.UnsupportedModelException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting of a model's files changes the vectors as in sentence-transformers, changes nothing there, or is rejected by name. */
class ModelSettingsIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TEXTS =
            List.of("Bugün hava çok güzel.", "Yapay zeka modellerinde damıtma nedir? <mask> <eos> İstanbul <bos>",
                    "kelime güzel ".repeat(300));

    private static final Map<String, List<float[]>> ORIGINALS = new HashMap<>();

    @TempDir
    Path folder;

    /** A line of settings.tsv. */
    record Setting(String base, String file, String pointer, String key, String value, String outcome) {

        void apply(Path model) throws IOException {
            Path path = model.resolve(file);
            JsonNode tree = Files.exists(path) ? JSON.readTree(path.toFile()) : JSON.createObjectNode();
            ((ObjectNode) tree.at(pointer)).set(key, JSON.readTree(value));
            JSON.writeValue(path.toFile(), tree);
        }

        @Override
        public String toString() {
            return file + pointer + " " + key + ": " + value;
        }
    }

    static Stream<Setting> settings() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/settings.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(parts -> new Setting(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingIsIrrelevantOrRejected(Setting setting) throws IOException {
        Path model = Models.copy(setting.base(), folder.resolve("model"));
        setting.apply(model);
        if (setting.outcome().equals("rejected")) {
            assertThatThrownBy(() -> vectors(model))
                    .isInstanceOfAny(UnsupportedModelException.class, ModelFormatException.class)
                    .hasMessageContaining(Path.of(setting.file()).getFileName().toString());
        } else {
            List<float[]> original = ORIGINALS.computeIfAbsent(setting.base(), base -> vectors(Models.directory(base)));
            List<float[]> vectors = vectors(model);
            for (int i = 0; i < original.size(); i++) {
                assertThat(vectors.get(i)).containsExactly(original.get(i), Offset.offset(1e-6f));
            }
        }
    }

    private MagibuEmbedder load(Path model) {
        return MagibuEmbedder.builder().model(model).cacheDirectory(folder.resolve("cache")).device(Device.CPU).threads(1).load();
    }

    private List<float[]> vectors(Path model) {
        try (MagibuEmbedder embedder = load(model)) {
            return TEXTS.stream().map(embedder::encodeQuery).toList();
        }
    }

    private Path modelWith(String base, String file, String what, String with) throws IOException {
        Path model = Models.copy(base, folder.resolve("model"));
        String text = Files.readString(model.resolve(file));
        assertThat(text).contains(what);
        Files.writeString(model.resolve(file), text.replace(what, with));
        return model;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "tiny | tokenizer_config.json | \"padding_side\": \"right\" | \"truncation_side\": \"left\"",
            "tiny | tokenizer.json | \"truncation\": null | \"truncation\": {\"direction\": \"Left\", \"max_length\": 9, \"strategy\": \"LongestFirst\", \"stride\": 0}",
            "prompt-excluded | tokenizer_config.json | \"padding_side\": \"right\" | \"truncation_side\": \"left\"",
    })
    void textIsCutAtTheSideThatTheModelNames(String base, String file, String what, String with) throws IOException {
        Path model = modelWith(base, file, what, with);
        List<Golden> goldens = Golden.read(Models.directory(base).resolveSibling("left-truncation.json"));
        try (MagibuEmbedder embedder = load(model)) {
            for (Golden golden : goldens) {
                var embedding = embedder.embed(golden.passage(), golden.options());
                assertThat(golden.distance(embedding.vector())).as(golden.text()).isLessThan(1e-5f);
                assertThat(embedding.tokens()).isEqualTo(golden.ids().length);
                int all = embedder.countTokens(prompt(model, golden.prompt()) + golden.text());
                assertThat(embedding.droppedTokens()).isEqualTo(all - golden.ids().length);
            }
        }
    }

    /** A token that a settings file names and tokenizer.json does not list is added, with the ids of sentence-transformers. */
    @Test
    void tokensThatTheSettingsNameAreAdded() throws IOException {
        JsonNode goldens = JSON.readTree(Models.directory("tiny").resolveSibling("declared-tokens.json").toFile());
        assertThat(goldens).hasSizeGreaterThan(5);
        for (JsonNode golden : goldens) {
            Path model = Models.copy("tiny", Files.createTempDirectory(folder, "model").resolve("model"));
            String value = golden.get("value").toString();
            new Setting("tiny", golden.get("file").textValue(), "", golden.get("key").textValue(), value, "").apply(model);
            try (MagibuTokenizer tokenizer = MagibuTokenizer.load(model)) {
                assertThat(tokenizer.encode(golden.get("text").textValue()))
                        .as(value)
                        .containsExactly(JSON.treeToValue(golden.get("ids"), int[].class));
            }
            try (MagibuEmbedder embedder = load(model)) {
                assertThatThrownBy(() -> embedder.encode(golden.get("text").textValue())).isInstanceOf(UnknownTokenException.class);
                assertThat(embedder.encode("bir metin")).hasSize(96);
            }
        }
    }

    private static String prompt(Path model, String name) throws IOException {
        return JSON.readTree(model.resolve("config_sentence_transformers.json").toFile()).at("/prompts/" + name).asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentence_roberta_config.json", "sentence_distilbert_config.json", "sentence_camembert_config.json",
            "sentence_albert_config.json", "sentence_xlm-roberta_config.json", "sentence_xlnet_config.json"})
    void otherNamesOfTheSentenceConfigAreRead(String name) throws IOException {
        Path model = Models.copy("tiny", folder.resolve("model"));
        Files.move(model.resolve("sentence_bert_config.json"), model.resolve(name));
        assertThat(ModelInfo.read(model).maxTokens()).isEqualTo(384); // else max_position_embeddings, 96
    }

    @Test
    void sentenceConfigBelongsToTheTransformersFolder() throws IOException {
        Path model = Models.copy("tiny", folder.resolve("model"));
        Path transformer = Files.createDirectory(model.resolve("0_Transformer"));
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.move(model.resolve(name), transformer.resolve(name));
        }
        String modules = Files.readString(model.resolve("modules.json"));
        Files.writeString(model.resolve("modules.json"), modules.replace("\"path\": \"\"", "\"path\": \"0_Transformer\""));
        assertThat(ModelInfo.read(model).maxTokens()).isEqualTo(96);
        Files.move(model.resolve("sentence_bert_config.json"), transformer.resolve("sentence_bert_config.json"));
        assertThat(ModelInfo.read(model).maxTokens()).isEqualTo(384);
    }

    @Test
    void limitOfTheTokenizerCountsUnderItsOldNameToo() throws IOException {
        Path model = modelWith("tiny", "tokenizer_config.json", "\"model_max_length\": 96", "\"max_len\": 17");
        Files.delete(model.resolve("sentence_bert_config.json"));
        assertThat(ModelInfo.read(model).maxTokens()).isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource({"sentence_bert_config.json, 384", "config.json, 96"})
    void limitBeyondAllTextsIsRejected(String file, String limit) throws IOException {
        String key = file.equals("config.json") ? "\"max_position_embeddings\": " : "\"max_seq_length\": ";
        Path model = modelWith("tiny", file, key + limit, key + "2147483647");
        if (file.equals("config.json")) {
            Files.delete(model.resolve("sentence_bert_config.json"));
            Files.delete(model.resolve("tokenizer_config.json"));
        }
        assertThatThrownBy(() -> vectors(model)).isInstanceOf(UnsupportedModelException.class).hasMessageContainingAll(file, "2147483647");
    }

    @Test
    void adapterAloneIsRejectedWithTheWayOut() throws IOException {
        Path model = Models.copy("tiny", folder.resolve("model"));
        Files.move(model.resolve("config.json"), model.resolve("adapter_config.json"));
        Files.move(model.resolve("model.safetensors"), model.resolve("adapter_model.safetensors"));
        assertThatThrownBy(() -> ModelInfo.read(model)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Merge the adapter first");
    }

    /** transformers' Gemma class would replace the normalizer, and a plain class would not. */
    @Test
    void gemmasClassNeedsGemmasTokenizer() throws IOException {
        Path model = modelWith("tiny", "tokenizer.json", "\"content\": \"▁\"", "\"content\": \"_\"");
        vectors(model);
        Files.delete(model.resolve("tokenizer_config.json"));
        assertThatThrownBy(() -> vectors(model)).isInstanceOf(UnsupportedModelException.class).hasMessageContaining("GemmaTokenizer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "config.json | \"num_hidden_layers\": 7 | \"num_hidden_layers\": 2147483647 | num_hidden_layers",
            "modules.json | \"1_Pooling\" | \"1_\\u0000Pooling\" | modules.json",
            "modules.json | \"1_Pooling\" | \"1_\\ud800Pooling\" | modules.json",
            "sentence_bert_config.json | 384 | 2 | sentence_bert_config.json",
            "tokenizer.json | \"byte_fallback\": true | \"byte_fallback\": false, \"unk_token\": \"NOPE\" | tokenizer.json",
            "tokenizer.json | \"<mask>\": 4 | \"<mask>\": 2147483648 | 2147483648",
            "tokenizer.json | \"<mask>\": 4 | \"<mask>\": -1 | -1",
            "tokenizer.json | \"<mask>\": 4 | \"<mask>\": 3 | twice",
            "tokenizer.json | \"ids\": [2] | \"ids\": [999999] | 999999",
            "tokenizer.json | \"ids\": [2] | \"idz\": [2] | ids",
    })
    void faultOfAFileIsAModelFormatException(String file, String what, String with, String part) throws IOException {
        Path model = Models.copy("tiny", folder.resolve("model"));
        String text = JSON.readTree(model.resolve(file).toFile()).toPrettyString().replace("\" :", "\":").replace("[ 2 ]", "[2]");
        assertThat(text).contains(what);
        String changed = text.replace(what, with);
        Files.writeString(model.resolve(file), changed.contains("NOPE") ? changed.replace("\"unk_token\": \"<unk>\",", "") : changed);
        assertThatThrownBy(() -> vectors(model)).isInstanceOf(ModelFormatException.class).hasMessageContainingAll(file, part);
    }

    @Test
    void shardNameThatNoPathCanHaveIsRejected() throws IOException {
        Path model = modelWith("grouped-heads", "model.safetensors.index.json", "model-00001-of", "model-\\u0000-of");
        assertThatThrownBy(() -> ModelInfo.read(model)).isInstanceOf(ModelFormatException.class).hasMessageContaining("index.json");
    }

    @Test
    void windowLargerThanAnyTextIsFullAttention() throws IOException {
        Path all = modelWith("tiny", "config.json", "\"sliding_window\": 24", "\"sliding_window\": 2147483647");
        List<float[]> vectors = vectors(all);
        Files.writeString(all.resolve("config.json"), Files.readString(all.resolve("config.json")).replace("2147483647", "100000"));
        List<float[]> expected = vectors(all);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(vectors.get(i)).containsExactly(expected.get(i), Offset.offset(1e-6f));
        }
    }

    @Test
    void tokenizerNeedsNoTokenForTheLetterA() throws IOException {
        Path model = modelWith("tiny", "tokenizer.json", "\"a\": ", "\"a\u0300\u0300\": ");
        String json = Files.readString(model.resolve("tokenizer.json"));
        assertThat(json).contains("\"byte_fallback\": true");
        Files.writeString(model.resolve("tokenizer.json"),
                withoutMerges(json).replace("\"byte_fallback\": true", "\"byte_fallback\": false")
                        .replace("\"unk_token\": \"<unk>\"", "\"unk_token\": null"));
        try (MagibuEmbedder embedder = load(model)) {
            assertThat(embedder.tokenizer().encode("a")).containsExactly(2, 1);
            String text = "e ".repeat(1000);
            int[] ids = embedder.tokenizer().encode(text);
            var embedding = embedder.embed(Passage.of(text), EncodeOptions.of(Prompt.NONE));
            assertThat(embedding.tokens()).isEqualTo(384);
            assertThat(embedding.droppedTokens()).isEqualTo(ids.length - 384);
            assertThat(Arrays.stream(ids).limit(3)).first().isEqualTo(2);
        }
    }

    private static String withoutMerges(String json) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(json);
        ((ObjectNode) tree.get("model")).putArray("merges");
        return tree.toPrettyString().replace("\" :", "\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sentence_bert_config.json", "config_sentence_transformers.json", "tokenizer_config.json", "special_tokens_map.json",
                    "added_tokens.json", "4_Normalize/config.json", "adapter_config.json", "model.safetensors.index.json"})
    void linkToNothingIsAnError(String name) throws IOException {
        String base = name.endsWith("index.json") ? "grouped-heads" : "tiny-v6";
        Path model = Models.copy(base, folder.resolve("model"));
        Files.deleteIfExists(model.resolve(name));
        Files.createSymbolicLink(model.resolve(name), Path.of("nowhere"));
        assertThatThrownBy(() -> ModelInfo.read(model)).isInstanceOf(MagibuException.class)
                .hasMessageContaining(Path.of(name).getFileName().toString());
    }
}
