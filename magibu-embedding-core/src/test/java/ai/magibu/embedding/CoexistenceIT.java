package ai.magibu.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Other users of ONNX Runtime in the same process, before the embedder and after it. In processes of their own, because ONNX
 * Runtime's environment lives as long as its process.
 */
class CoexistenceIT {

    @TempDir
    static Path folder;

    private static Path exported;
    private static Path cache;

    @BeforeAll
    static void export() {
        exported = folder.resolve("exported");
        cache = folder.resolve("cache");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, exported);
    }

    // DJL itself cannot start where the environment exists, so "ort, djl" is impossible, with or without the embedder
    @ParameterizedTest
    @ValueSource(strings = {"ort,magibu,ort", "magibu,ort,magibu", "djl,magibu,djl", "magibu,djl,magibu,ort", "djl,ort,magibu,djl"})
    void allWork(String order) throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName(),
                order,
                exported.toString(),
                cache.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output.lines().filter(line -> line.startsWith("vector of ")).map(line -> line.substring(10)).toList())
                .as(output)
                .isEqualTo(List.of(order.split(",")));
        assertThat(output).doesNotContain("WARN");
    }

    /** The three compute the same vector. */
    static final class Application {

        private static final String TEXT = "Damıtma nedir?";

        private Application() {}

        public static void main(String[] args) throws Exception {
            Path model = Path.of(args[1]);
            long[] ids;
            try (MagibuTokenizer tokenizer = MagibuTokenizer.load(model)) {
                ids = Arrays.stream(tokenizer.encode(TEXT)).asLongStream().toArray();
            }
            float[] first = null;
            for (String user : args[0].split(",")) {
                float[] vector =
                        switch (user) {
                            case "magibu" -> magibu(model, Path.of(args[2]));
                            case "djl" -> djl(model, ids);
                            default -> ort(model, ids);
                        };
                first = first == null ? vector : first;
                if (MagibuEmbedder.similarity(first, vector) > 0.99999f) {
                    System.out.println("vector of " + user);
                }
            }
        }

        private static float[] magibu(Path model, Path cache) {
            try (MagibuEmbedder embedder = MagibuEmbedder.builder().model(model).cacheDirectory(cache).device(Device.CPU).load()) {
                return embedder.encode(TEXT);
            }
        }

        private static float[] djl(Path folder, long[] ids) throws Exception {
            Criteria<NDList, NDList> criteria = Criteria.builder()
                    .setTypes(NDList.class, NDList.class)
                    .optModelPath(folder)
                    .optModelName("model")
                    .optEngine("OnnxRuntime")
                    .optTranslator(new NoopTranslator())
                    .build();
            try (ZooModel<NDList, NDList> model = criteria.loadModel();
                    Predictor<NDList, NDList> predictor = model.newPredictor();
                    NDManager manager = model.getNDManager().newSubManager()) {
                var tokens = manager.create(ids, new Shape(1, ids.length));
                tokens.setName("input_ids");
                var mask = manager.ones(new Shape(1, ids.length), DataType.INT64);
                mask.setName("attention_mask");
                return predictor.predict(new NDList(tokens, mask)).stream()
                        .filter(array -> array.getShape().dimension() == 2)
                        .findFirst()
                        .orElseThrow()
                        .toFloatArray();
            }
        }

        private static float[] ort(Path folder, long[] ids) throws Exception {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            long[] shape = {1, ids.length};
            long[] ones = new long[ids.length];
            Arrays.fill(ones, 1);
            try (OrtSession session = environment.createSession(folder.resolve("model.onnx").toString());
                    OnnxTensor tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                    OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                    OrtSession.Result result = session.run(Map.of("input_ids", tokens, "attention_mask", mask))) {
                return ((float[][]) result.get("sentence_embedding").orElseThrow().getValue())[0];
            }
        }
    }
}
