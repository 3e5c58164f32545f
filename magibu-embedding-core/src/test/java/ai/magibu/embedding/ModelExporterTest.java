package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExporterTest {

    @TempDir
    Path folder;

    @Test
    void exportedModelRunsInOnnxRuntimeAlone() throws Exception {
        Path output = folder.resolve("onnx");
        ModelExporter.export(Models.directory("tiny"), output);
        assertThat(output)
                .isDirectoryContaining("glob:**/tokenizer.json")
                .isDirectoryContaining("glob:**/config_sentence_transformers.json")
                .isDirectoryContaining("glob:**/embed.py");
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(output.resolve("model.onnx").toString())) {
            for (Golden golden : Golden.of("tiny").subList(0, 10)) {
                long[] ids = Arrays.stream(golden.ids()).asLongStream().toArray();
                long[] mask = new long[ids.length];
                Arrays.fill(mask, 1);
                try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, new long[][] {ids});
                        OnnxTensor attention = OnnxTensor.createTensor(environment, new long[][] {mask});
                        OrtSession.Result result = session.run(Map.of("input_ids", inputIds, "attention_mask", attention))) {
                    float[][] embedding = (float[][]) result.get("sentence_embedding").orElseThrow().getValue();
                    assertThat(golden.distance(embedding[0])).isLessThan(5e-6f);
                }
            }
        }
    }

    @Test
    void rowOfPaddingAloneIsNotNaN() throws Exception {
        for (String model : Models.ALL) {
            Path output = folder.resolve(model);
            ModelExporter.export(Models.directory(model), output);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
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

    @Test
    void folderWithContentIsLeftAlone() {
        ModelExporter.export(Models.directory("tiny"), folder.resolve("onnx"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelExporter.export(Models.directory("tiny"), folder.resolve("onnx")))
                .withMessageContaining("not empty");
    }

    @Test
    void fileInPlaceOfTheFolderIsLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelExporter.export(Models.directory("tiny"), file))
                .withMessageContaining("not a folder");
        assertThat(file).hasContent("content");
    }
}
