package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class ModelExporterTest {

    @TempDir
    Path folder;

    @Test
    void exportedModelRunsInOnnxRuntimeAlone() throws Exception {
        Path output = folder.resolve("onnx");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, output);
        assertThat(output)
                .isDirectoryContaining("glob:**/tokenizer.json")
                .isDirectoryContaining("glob:**/config_sentence_transformers.json")
                .isDirectoryContaining("glob:**/embed.py");
        OrtEnvironment environment = environment();
        try (OrtSession session = environment.createSession(output.resolve("model.onnx").toString())) {
            for (Golden golden : Golden.of("tiny").subList(0, 10)) {
                long[] ids = Arrays.stream(golden.ids()).asLongStream().toArray();
                long[] mask = new long[ids.length];
                Arrays.fill(mask, 1);
                try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, new long[][] {ids});
                        OnnxTensor attention = OnnxTensor.createTensor(environment, new long[][] {mask});
                        OrtSession.Result result = session.run(Map.of("input_ids", inputIds, "attention_mask", attention))) {
                    float[][] embedding = (float[][]) result.get("sentence_embedding").orElseThrow().getValue();
                    assertThat(golden.distance(embedding[0])).isLessThan(Golden.TOLERANCE);
                }
            }
        }
    }

    @Test
    void exportedModelGivesTokenEmbeddingsToo() throws Exception {
        // this model's sentence embedding is its first token's, normalized
        ModelExporter.export(Models.directory("many-heads"), Precision.FP32, folder);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(folder.resolve("model.onnx").toString())) {
            assertThat(session.getOutputNames()).containsExactlyInAnyOrder("sentence_embedding", "token_embeddings");
            for (Golden golden : Golden.of("many-heads").subList(0, 10)) {
                long[] ids = Arrays.stream(golden.ids()).asLongStream().toArray();
                long[] mask = new long[ids.length];
                Arrays.fill(mask, 1);
                try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, new long[][] {ids});
                        OnnxTensor attention = OnnxTensor.createTensor(environment, new long[][] {mask});
                        OrtSession.Result result = session.run(
                                Map.of("input_ids", inputIds, "attention_mask", attention), Set.of("token_embeddings"))) {
                    float[][] tokens = ((float[][][]) result.get(0).getValue())[0];
                    assertThat(tokens).hasNumberOfRows(ids.length);
                    double squares = 0;
                    for (float component : tokens[0]) {
                        squares += (double) component * component;
                    }
                    float[] normalized = new float[tokens[0].length];
                    for (int i = 0; i < normalized.length; i++) {
                        normalized[i] = (float) (tokens[0][i] / Math.sqrt(squares));
                    }
                    assertThat(golden.distance(normalized)).isLessThan(Golden.TOLERANCE);
                }
            }
        }
    }

    @Test
    void rowOfPaddingAloneIsNotNaN() throws Exception {
        for (String model : Models.ALL) {
            Path output = folder.resolve(model);
            ModelExporter.export(Models.directory(model), Precision.FP32, output);
            OrtEnvironment environment = environment();
            try (OrtSession session = environment.createSession(output.resolve("model.onnx").toString());
                    OnnxTensor zeros = OnnxTensor.createTensor(environment, new long[2][300])) {
                Map<String, OnnxTensor> inputs = new HashMap<>();
                session.getInputNames().forEach(name -> inputs.put(name, zeros));
                try (OrtSession.Result result = session.run(inputs)) {
                    for (float[] row : (float[][]) result.get(0).getValue()) {
                        for (float component : row) {
                            assertThat(component).as(model).isFinite();
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "INT8"}) // what runs without a GPU
    void exportedModelLoadsWithoutItsWeightsAndGivesTheSameVectors(Precision precision) throws Exception {
        Path published = Models.copy("tiny", folder.resolve("published"));
        Path exported = folder.resolve("exported");
        ModelExporter.export(published, precision, exported);
        ModelInfo info = ModelInfo.read(published);
        EmbedderSettings.Builder fromWeights =
                MagibuEmbedder.builder().model(published).precision(precision).cacheDirectory(folder.resolve("cache"));
        List<Passage> texts = Golden.of("tiny").stream().map(Golden::passage).toList();
        List<Embedding> expected;
        try (MagibuEmbedder embedder = fromWeights.load()) {
            expected = embedder.embed(texts, EncodeOptions.defaults());
        }
        delete(published);

        Path unusedCache = folder.resolve("unused");
        try (MagibuEmbedder embedder = MagibuEmbedder.builder().model(exported).cacheDirectory(unusedCache).load()) {
            List<Embedding> embeddings = embedder.embed(texts, EncodeOptions.defaults());
            for (int i = 0; i < texts.size(); i++) {
                assertThat(embeddings.get(i).vector()).isEqualTo(expected.get(i).vector());
            }
            assertThat(embedder.precision()).isEqualTo(precision);
            assertThat(embedder.info().fingerprint()).isEqualTo(info.fingerprint());
            assertThat(embedder.info().parameters()).isEqualTo(info.parameters());
            assertThat(embedder.info().prompts()).isEqualTo(info.prompts());
        }
        assertThat(unusedCache).doesNotExist();
    }

    @Test
    void exportedModelRejectsAnotherPrecision() {
        Path exported = folder.resolve("exported");
        ModelExporter.export(Models.directory("tiny"), Precision.INT8, exported);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MagibuEmbedder.builder().model(exported).precision(Precision.FP32).load())
                .withMessageContaining("exported in INT8");
    }

    @Test
    void exportedModelThatWasCopiedInPartIsRejected() throws Exception {
        Path exported = folder.resolve("exported");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, exported);
        Path data = exported.resolve("model.onnx.data");
        Files.write(data, Arrays.copyOf(Files.readAllBytes(data), 1000));
        assertThatThrownBy(() -> ModelInfo.read(exported))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.onnx.data")
                .hasMessageContaining("1000");
        Files.delete(data);
        assertThatThrownBy(() -> ModelInfo.read(exported)).isInstanceOf(ModelSourceException.class).hasMessageContaining("model.onnx.data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx.data", "embedder.onnx", "tokenizer.json"})
    void exportedModelWithAFlippedBitIsRejected(String name) throws Exception {
        Path exported = folder.resolve("exported");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, exported);
        Path file = exported.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> MagibuEmbedder.builder().model(exported).load())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(file + " is damaged");
    }

    @Test
    void manifestThatLeadsNowhereIsAnError() throws Exception {
        Path published = Models.copy("tiny", folder.resolve("published"));
        Files.createSymbolicLink(published.resolve("magibu.json"), Path.of("nowhere"));
        assertThatThrownBy(() -> MagibuEmbedder.builder().model(published).cacheDirectory(folder.resolve("cache")).load())
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("magibu.json");
    }

    @Test
    void exportedModelOfAnotherVersionIsRejected() throws Exception {
        Path exported = folder.resolve("exported");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, exported);
        Path manifest = exported.resolve("magibu.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(\"graph_version\" : )\\d+", "$10"));
        assertThatThrownBy(() -> ModelInfo.read(exported)).isInstanceOf(ModelFormatException.class);
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(\"graph_version\" : )\\d+", "$19999"));
        assertThatThrownBy(() -> MagibuEmbedder.builder().model(exported).load())
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("export the model again");
    }

    @Test
    void exportedModelIsNotExportedAgain() {
        Path exported = folder.resolve("exported");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, exported);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelExporter.export(exported, Precision.INT8, folder.resolve("again")))
                .withMessageContaining("published files");
    }

    /** The embedder must be the first to make it. */
    private static OrtEnvironment environment() {
        RuntimeInfo.current();
        return OrtEnvironment.getEnvironment();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void folderWithContentIsLeftAlone() {
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, folder.resolve("onnx"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelExporter.export(Models.directory("tiny"), Precision.FP32, folder.resolve("onnx")))
                .withMessageContaining("not empty");
    }

    @Test
    void fileInPlaceOfTheFolderIsLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelExporter.export(Models.directory("tiny"), Precision.FP32, file))
                .withMessageContaining("not a folder");
        assertThat(file).hasContent("content");
    }
}
