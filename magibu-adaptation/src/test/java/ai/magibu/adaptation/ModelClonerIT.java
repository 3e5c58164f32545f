package ai.magibu.adaptation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.adaptation.ModelCloner.Rows;
import ai.magibu.adaptation.ModelCloner.Strategy;
import ai.magibu.adaptation.internal.folder.ModelFolder;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter.Entry;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The goldens are computed from the formula: {@code reference/make_clone_golden.py}. */
class ModelClonerIT {

    private static final EncodeOptions OPTIONS = EncodeOptions.of(Prompt.NONE);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path TEACHER = TinyModel.folder();

    private static Path golden;
    private static Path tokenizer;

    @TempDir
    Path folder;

    @BeforeAll
    static void findGoldens() throws URISyntaxException {
        golden = Path.of(Objects.requireNonNull(ModelClonerIT.class.getResource("clone-golden/clone.json")).toURI()).getParent();
        tokenizer = golden.resolve("tokenizer.json");
    }

    private Path student() {
        Path student = folder.resolve("student");
        ModelCloner.cloneModel(TEACHER, tokenizer, student, Strategy.MEAN);
        return student;
    }

    @ParameterizedTest
    @EnumSource
    void everyRowHasTheBitsOfTheFormula(Strategy strategy) throws IOException {
        Path student = folder.resolve("student");

        Rows rows = ModelCloner.cloneModel(TEACHER, tokenizer, student, strategy);

        JsonNode counts = JSON.readTree(golden.resolve("counts.json").toFile());
        assertThat(rows).isEqualTo(new Rows(counts.get("copied").intValue(), counts.get("composed").intValue(), 0));
        JsonNode expected = JSON.readTree(golden.resolve("clone.json").toFile());
        assertThat(CheckedModel.open(student).weights().embedding().size(0)).isEqualTo(expected.size());
        assertRows(student, expected, strategy == Strategy.MEAN ? "mean_bf16" : "weighted_bf16");
    }

    /** Special tokens and bytes in raw strings, blanks, characters without a token: {@code reference/make_clone_odd_golden.py}. */
    @Test
    void oddTokensAreComposedAsTransformersSplitsThem() throws IOException {
        Path odd = golden.resolveSibling("clone-odd");
        Path student = folder.resolve("student");

        ModelCloner.cloneModel(TEACHER, odd.resolve("tokenizer.json"), student, Strategy.MEAN);

        assertRows(student, JSON.readTree(odd.resolve("odd.json").toFile()), "mean_bf16");
    }

    private static void assertRows(Path student, JsonNode expected, String key) throws IOException {
        Tensor table = CheckedModel.open(student).weights().embedding();
        assertThat(table.type()).isEqualTo(DType.BF16);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.transferTo(Channels.newChannel(bytes));
        int rowBytes = table.size(1) * 2;
        for (JsonNode row : expected) {
            int from = row.get("id").intValue() * rowBytes;
            assertThat(HexFormat.of().formatHex(bytes.toByteArray(), from, from + rowBytes))
                    .as(row.get("token").textValue())
                    .isEqualTo(row.get(key).textValue());
        }
    }

    @Test
    void shardsInFloat32WithAPrefixAreRoundedOnce() throws IOException {
        Path teacher = folder.resolve("teacher");
        ModelFolder.create(TEACHER, teacher, made -> {
            for (String dense : List.of("2_Dense", "3_Dense")) {
                Files.copy(TEACHER.resolve(dense + "/model.safetensors"), made.resolve(dense + "/model.safetensors"));
            }
            writeShards(made);
        });
        Path config = teacher.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"bfloat16\"", "\"float32\""));
        Path student = folder.resolve("student");

        ModelCloner.cloneModel(teacher, tokenizer, student, Strategy.MEAN);

        assertRows(student, JSON.readTree(golden.resolve("clone.json").toFile()), "mean_bf16");
        Map<String, Tensor> after = Checkpoint.open(student).tensors();
        assertThat(after.keySet()).allMatch(name -> name.startsWith("model."));
        assertThat(after.values()).allMatch(tensor -> tensor.type() == DType.BF16);
        assertThat(Objects.requireNonNull(after.get("model.norm.weight")).floats())
                .isEqualTo(Objects.requireNonNull(Checkpoint.open(TEACHER).tensors().get("norm.weight")).floats());
        assertThat(student.resolve("config.json")).content().contains("\"torch_dtype\": \"bfloat16\"", "\"vocab_size\": 815");
    }

    /** Writes the transformer as the language model does: names with a prefix, the output head, two files. */
    private static void writeShards(Path folder) throws IOException {
        List<Tensor> tensors = List.copyOf(Checkpoint.open(TEACHER).tensors().values());
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        for (int shard = 0; shard < 2; shard++) {
            String name = "model-0000" + (shard + 1) + "-of-00002.safetensors";
            List<Entry> entries = new ArrayList<>();
            for (int i = shard; i < tensors.size(); i += 2) {
                Entry copy = Entry.copy(tensors.get(i), DType.F32);
                entries.add(new Entry("model." + copy.name(), DType.F32, copy.shape(), copy.values()));
            }
            if (shard == 1) {
                entries.add(new Entry("lm_head.weight", DType.F32, List.of(2L), (first, into) -> {}));
            }
            entries.forEach(entry -> map.put(entry.name(), name));
            SafetensorsWriter.write(folder.resolve(name), entries, Map.of());
        }
        JSON.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);
    }

    @Test
    void allOtherWeightsKeepTheirBytes() throws IOException {
        Path student = student();

        Map<String, Tensor> before = Checkpoint.open(TEACHER).tensors();
        Map<String, Tensor> after = Checkpoint.open(student).tensors();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        for (Tensor tensor : before.values()) {
            if (!tensor.name().equals("embed_tokens.weight")) {
                assertThat(after.get(tensor.name()).floats()).as(tensor.name()).isEqualTo(tensor.floats());
            }
        }
        assertThat(student.resolve("2_Dense/model.safetensors")).hasSameBinaryContentAs(TEACHER.resolve("2_Dense/model.safetensors"));
    }

    @Test
    void theConfigKeepsEveryOtherByte() throws IOException {
        assertThat(student().resolve("config.json"))
                .hasContent(Files.readString(TEACHER.resolve("config.json")).replace("\"vocab_size\": 833", "\"vocab_size\": 815"));
    }

    @Test
    void withItsOwnTokenizerTheStudentIsTheTeacher() {
        Path same = folder.resolve("same");

        Rows rows = ModelCloner.cloneModel(TEACHER, TEACHER.resolve("tokenizer.json"), same, Strategy.MEAN);

        assertThat(rows).isEqualTo(new Rows(833, 0, 0));
        try (MagibuEmbedder student = TinyModel.builder().model(same).load(); MagibuEmbedder teacher = TinyModel.load()) {
            Passage text = Passage.of("Çay içelim mi?");
            assertThat(student.embed(text, OPTIONS).vector()).isEqualTo(teacher.embed(text, OPTIONS).vector());
        }
    }

    @Test
    void theStudentEmbedsWithItsTokenizer() {
        try (MagibuEmbedder student = TinyModel.builder().model(student()).load()) {
            assertThat(student.embed(Passage.of("öğretmenlerin ☕🍵 kitaplarımızdaki"), OPTIONS).vector()).hasSize(TinyModel.DIMENSION);
        }
    }

    @Test
    void theFolderSaysWhereItComesFrom() throws IOException {
        Path student = student();

        JsonNode origin = JSON.readTree(student.resolve("adaptation.json").toFile());
        assertThat(origin.at("/teacher/fingerprint").textValue()).isEqualTo(CheckedModel.open(TEACHER).fingerprint());
        assertThat(origin.at("/rows").toString()).isEqualTo("{\"copied\":753,\"composed\":62,\"unknown\":0}");
        assertThat(student.resolve("README.md")).content().contains("| composed (mean) | 62 |");
    }

    @Test
    void idsOfSpecialTokensAreTheStudents() throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(tokenizer.toFile());
        ObjectNode vocabulary = (ObjectNode) json.at("/model/vocab");
        swap(vocabulary, "<bos>", "<pad>");
        swap((ObjectNode) json.at("/added_tokens/0"), (ObjectNode) json.at("/added_tokens/2"));
        ((ObjectNode) json.at("/post_processor/special_tokens/<bos>")).putArray("ids").add(0);
        Path changed = folder.resolve("tokenizer.json");
        JSON.writeValue(changed.toFile(), json);

        ModelCloner.cloneModel(TEACHER, changed, folder.resolve("student"), Strategy.MEAN);

        assertThat(folder.resolve("student/config.json")).content()
                .contains("\"bos_token_id\": 0,", "\"pad_token_id\": 2,", "\"eos_token_id\": 1,", "\"sliding_window\": 24,");
    }

    private static void swap(ObjectNode vocabulary, String a, String b) {
        JsonNode id = vocabulary.get(a);
        vocabulary.set(a, vocabulary.get(b));
        vocabulary.set(b, id);
    }

    private static void swap(ObjectNode a, ObjectNode b) {
        JsonNode id = a.get("id");
        a.set("id", b.get("id"));
        b.set("id", id);
    }

    @Test
    void settingsNameOnlyTokensOfTheStudent() throws IOException {
        Files.copy(tokenizer, folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"tokenizer_class": "TokenizersBackend", "bos_token": "<bos>", "image_token": "<image>", "boi_token": {"content": "<boi>"},
                 "add_bos_token": true, "extra_special_tokens": ["<image>", "<mask>"],
                 "additional_special_tokens": ["<mask>", "<image>"],
                 "added_tokens_decoder": {"262144": {"content": "<image>", "special": true}}, "processor_class": "Gemma3Processor",
                 "ş": 1.50}
                """);

        ModelCloner.cloneModel(TEACHER, folder, folder.resolve("student"), Strategy.MEAN);

        assertThat(folder.resolve("student/tokenizer_config.json")).hasContent("""
                {"tokenizer_class": "TokenizersBackend", "bos_token": "<bos>", "image_token": null, "boi_token": null,
                 "add_bos_token": true, "extra_special_tokens": {},
                 "additional_special_tokens": ["<mask>"],
                 "added_tokens_decoder": {}, "processor_class": null,
                 "ş": 1.50}
                """);
    }

    @Test
    void aTransformerInASubfolderIsClonedThere() throws IOException {
        Path teacher = folder.resolve("teacher");
        try (Stream<Path> files = Files.walk(TEACHER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = TEACHER.relativize(file).toString();
                boolean top = name.equals("modules.json") || name.contains("_");
                Path target = teacher.resolve(top && !name.startsWith("tokenizer") && !name.startsWith("sentence") ? name
                        : "0_Transformer/" + name);
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Path modules = teacher.resolve("modules.json");
        Files.writeString(modules, Files.readString(modules).replaceFirst("\"path\": \"\"", "\"path\": \"0_Transformer\""));
        Files.createDirectories(teacher.resolve("0_Transformer"));

        ModelCloner.cloneModel(teacher, tokenizer, folder.resolve("student"), Strategy.MEAN);

        assertThat(folder.resolve("student/0_Transformer/model.safetensors")).exists();
        assertThat(CheckedModel.open(folder.resolve("student")).config().gemma().vocabularySize()).isEqualTo(815);
    }
}
