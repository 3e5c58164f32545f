package ai.magibu.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.transformers.TransformersEmbeddingModel;

/**
 * In-process models of Java frameworks on the plain export, with their default settings. Speaks the line protocol of
 * magibu-benchmarks.
 * Arguments: {@code langchain4j} or {@code spring-ai}, and the folder that {@code export_plain.py} wrote. They do not
 * compute dense layers, so their vectors differ from the model's.
 */
public final class JavaPeer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private interface Model {

        List<float[]> embed(List<String> texts);
    }

    private JavaPeer() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        System.setOut(System.err);
        Path folder = Path.of(args[1]);
        long start = System.nanoTime();
        boolean langChain4j = args[0].equals("langchain4j");
        Model model = langChain4j ? langChain4j(folder) : springAi(folder);
        // the first text triggers lazy loading, and fails if something is missing
        model.embed(List.of("Merhaba"));
        out.println(JSON.createObjectNode()
                .put("version", version(langChain4j ? OnnxEmbeddingModel.class : TransformersEmbeddingModel.class))
                .put("loadSeconds", (System.nanoTime() - start) / 1e9)
                .put("weightBytes", Files.size(folder.resolve("model.onnx.data")))
                .put("sameVectors", false)
                .put("wantsIds", false));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(model, JSON.readTree(line)));
        }
        System.exit(0); // LangChain4j's threads would keep the process alive for a while
    }

    private static Model langChain4j(Path folder) {
        OnnxEmbeddingModel model = new OnnxEmbeddingModel(
                folder.resolve("model.onnx"), folder.resolve("tokenizer.json"), PoolingMode.MEAN);
        return texts -> model.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
                .map(Embedding::vector)
                .toList();
    }

    private static Model springAi(Path folder) throws Exception {
        TransformersEmbeddingModel model = new TransformersEmbeddingModel();
        model.setDisableCaching(true);
        model.setModelResource(folder.resolve("model.onnx").toUri().toString());
        model.setTokenizerResource(folder.resolve("tokenizer.json").toUri().toString());
        model.setModelOutputName("last_hidden_state");
        model.afterPropertiesSet();
        return model::embed;
    }

    private static ObjectNode answer(Model model, JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode seconds = answer.putArray("seconds");
        List<float[]> vectors = new ArrayList<>();
        long began = System.nanoTime();
        try {
            for (JsonNode call : request.get("calls")) {
                List<String> texts = new ArrayList<>();
                call.forEach(text -> texts.add(text.textValue()));
                long start = System.nanoTime();
                vectors.addAll(model.embed(texts));
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        } catch (RuntimeException e) {
            answer.put("error", e.toString());
        }
        answer.put("elapsed", (System.nanoTime() - began) / 1e9);
        if (request.get("vectors").booleanValue()) {
            answer.set("vectors", JSON.valueToTree(vectors));
        }
        return answer;
    }

    private static String version(Class<?> type) {
        String jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getFileName().toString();
        return jar.replace(".jar", "") + ", ONNX Runtime " + ai.onnxruntime.OrtEnvironment.getEnvironment().getVersion();
    }
}
