package ai.magibu.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients of OpenAI's protocol get the embedder's own vectors, bit for bit. */
class ClientsIT {

    private static final String KEY = "test-key";
    private static final List<String> TEXTS = List.of("Türkiye'nin başkenti Ankara'dır.", "Hava bugün güzel.", "", "日本語 🇹🇷");

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.start("magibu.server.api-keys=" + KEY);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The texts are in one call, as in the clients' requests: which texts share a batch changes the last bits. */
    private static List<float[]> expected(List<String> texts, Prompt prompt) {
        return server.embedder.embed(texts.stream().map(Passage::of).toList(), EncodeOptions.of(prompt)).stream()
                .map(embedding -> embedding.vector())
                .toList();
    }

    private static void assertVectors(List<float[]> actual, List<String> texts, Prompt prompt) {
        List<float[]> expected = expected(texts, prompt);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as(texts.get(i)).containsExactly(expected.get(i));
        }
    }

    @Test
    void langChain4j() {
        OpenAiEmbeddingModel.OpenAiEmbeddingModelBuilder builder =
                OpenAiEmbeddingModel.builder().baseUrl(server.url("/v1")).apiKey(KEY).modelName(Server.MODEL);
        List<TextSegment> segments = TEXTS.stream().filter(text -> !text.isEmpty()).map(TextSegment::from).toList();

        assertVectors(builder.build().embedAll(segments).content().stream().map(each -> each.vector()).toList(),
                segments.stream().map(TextSegment::text).toList(), Prompt.DEFAULT);
        assertVectors(List.of(builder.modelName(Server.MODEL + ":query").build().embed(TEXTS.get(0)).content().vector()),
                TEXTS.subList(0, 1), Prompt.QUERY);
        assertVectors(List.of(builder.modelName(Server.MODEL).customParameters(Map.of("input_type", "document")).build()
                .embed(TEXTS.get(0)).content().vector()), TEXTS.subList(0, 1), Prompt.DOCUMENT);
    }

    @Test
    void springAi() {
        OpenAiEmbeddingOptions.Builder options = new OpenAiEmbeddingOptions.Builder();
        options.baseUrl(server.url("/v1"));
        options.apiKey(KEY);
        options.model(Server.MODEL);
        var documents = org.springframework.ai.openai.OpenAiEmbeddingModel.builder().options(options.build()).build();
        options.model(Server.MODEL + ":query");
        var queries = org.springframework.ai.openai.OpenAiEmbeddingModel.builder().options(options.build()).build();

        assertVectors(documents.embed(TEXTS), TEXTS, Prompt.DEFAULT);
        assertVectors(List.of(queries.embed(TEXTS.get(0))), TEXTS.subList(0, 1), Prompt.QUERY);
    }

    @Test
    void openAiAndLangChainForNode(@TempDir Path folder) throws Exception {
        String npm = System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
        assumeTrue(isInstalled(npm) && isInstalled("node"), "the clients for Node.js need Node.js with npm");
        for (String file : List.of("package.json", "clients.mjs")) {
            Files.copy(Path.of("src/test/node", file), folder.resolve(file));
        }
        run(folder, List.of(npm, "install", "--no-audit", "--no-fund", "--no-package-lock"));

        JsonNode results = new JsonMapper().readTree(
                run(folder, List.of("node", "clients.mjs", server.url("/v1"), KEY, Server.MODEL, Server.json(TEXTS))));

        assertVectors(vectors(results.get("plain")), TEXTS, Prompt.DEFAULT);
        assertVectors(vectors(results.get("float")), TEXTS, Prompt.DEFAULT);
        assertVectors(vectors(results.get("query")), TEXTS.subList(0, 1), Prompt.QUERY);
        assertVectors(vectors(results.get("extended")), TEXTS.subList(0, 1), Prompt.QUERY);
        assertVectors(vectors(results.get("langchainDocuments")), TEXTS, Prompt.DEFAULT);
        assertVectors(List.of(Server.vector(results.get("langchainQuery"))), TEXTS.subList(0, 1), Prompt.DEFAULT);
        assertThat(results.get("models").valueStream().map(JsonNode::asString)).contains(Server.MODEL, Server.MODEL + ":query");
        assertThat(results.get("model").asString()).isEqualTo(Server.MODEL);
        assertThat(results.at("/unknownModel/name").asString()).isEqualTo("NotFoundError");
        assertThat(results.at("/unknownModel/code").asString()).isEqualTo("model_not_found");
        assertThat(results.at("/empty/name").asString()).isEqualTo("BadRequestError");
        assertThat(results.at("/empty/param").asString()).isEqualTo("input");
        assertThat(results.at("/wrongKey/name").asString()).isEqualTo("AuthenticationError");
        assertThat(results.at("/wrongKey/code").asString()).isEqualTo("invalid_api_key");
    }

    private static List<float[]> vectors(JsonNode array) {
        return array.valueStream().map(Server::vector).toList();
    }

    private static boolean isInstalled(String program) throws Exception {
        try {
            return new ProcessBuilder(program, "--version").redirectErrorStream(true).start().waitFor(1, TimeUnit.MINUTES);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the standard output; standard error and the exit code are those of a test that fails. */
    private static String run(Path folder, List<String> command) throws Exception {
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        boolean finished = process.waitFor(5, TimeUnit.MINUTES);
        if (!finished) {
            process.destroyForcibly();
        }
        assertThat(finished && process.exitValue() == 0)
                .as("%s: %s", command, Files.readString(errors, StandardCharsets.UTF_8))
                .isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
