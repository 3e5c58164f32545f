package ai.magibu.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /v1/embeddings} and {@code /v1/models}. */
class OpenAiIT {

    private static final String PATH = "/v1/embeddings";
    private static final String TEXT = "Türkiye'nin başkenti Ankara'dır.";

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.start("magibu.server.max-texts=50", "magibu.server.max-tokens-per-request=2000");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> post(Map<String, ?> body) throws Exception {
        return server.post(PATH, Server.json(body));
    }

    private static float[] vectorOf(Map<String, ?> body) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Server.vector(Server.json(answer).at("/data/0/embedding"));
    }

    private static float[] expected(String text, Prompt prompt) {
        return server.embedder.embed(Passage.of(text), EncodeOptions.of(prompt)).vector();
    }

    static List<ReferenceVector> referenceVectors() {
        // A text that is too long is rejected here and truncated there.
        return TinyModel.referenceVectors().stream().filter(vector -> vector.tokenIds().length < TinyModel.MAX_TOKENS).toList();
    }

    @ParameterizedTest
    @MethodSource("referenceVectors")
    void vectorsAreThoseOfSentenceTransformers(ReferenceVector reference) throws Exception {
        Map<String, Object> body = new HashMap<>(Map.of("input", reference.text()));
        body.put("prompt", reference.prompt() == null ? "none" : reference.prompt());

        float[] vector = vectorOf(body);

        assertThat(vector).hasSize(TinyModel.DIMENSION);
        for (int i = 0; i < vector.length; i++) {
            assertThat((double) vector[i]).isCloseTo(reference.vector()[i], Offset.offset((double) TinyModel.TOLERANCE));
        }
    }

    @Test
    void answer_hasOpenAisForm() throws Exception {
        HttpResponse<String> answer = post(Map.of("input", List.of(TEXT, "Ankara"), "model", Server.MODEL, "user", "u-1", "unknown", true));

        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        JsonNode json = Server.json(answer);
        assertThat(json.propertyNames()).containsExactlyInAnyOrder("object", "data", "model", "usage");
        assertThat(json.at("/object").asString()).isEqualTo("list");
        assertThat(json.at("/model").asString()).isEqualTo(Server.MODEL);
        assertThat(json.at("/data")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode item = json.at("/data/" + i);
            assertThat(item.propertyNames()).containsExactlyInAnyOrder("object", "index", "embedding");
            assertThat(item.at("/object").asString()).isEqualTo("embedding");
            assertThat(item.at("/index").intValue()).isEqualTo(i);
        }
        int tokens = server.embedder.countTokens(TEXT) + server.embedder.countTokens("Ankara");
        assertThat(json.at("/usage/prompt_tokens").intValue()).isEqualTo(tokens);
        assertThat(json.at("/usage/total_tokens").intValue()).isEqualTo(tokens);
    }

    @Test
    void base64_isLittleEndianFloats() throws Exception {
        JsonNode json = Server.json(post(Map.of("input", TEXT, "encoding_format", "base64")));

        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(json.at("/data/0/embedding").asString()))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] vector = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(vector);
        assertThat(vector).containsExactly(expected(TEXT, Prompt.DEFAULT));
    }

    @Test
    void dimensions_cutTheVector() throws Exception {
        float[] expected = server.embedder.embed(Passage.of(TEXT), EncodeOptions.defaults().withDimensions(8)).vector();

        assertThat(vectorOf(Map.of("input", TEXT, "dimensions", 8))).hasSize(8).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"magibu/tiny:query,query", "tiny:query,query", "tiny:document,document", "magibu/tiny,default", "tiny,default"})
    void endOfTheModelsName_choosesThePrompt(String model, String prompt) throws Exception {
        assertThat(vectorOf(Map.of("input", TEXT, "model", model))).containsExactly(expected(TEXT, Prompt.parse(prompt)));
    }

    @Test
    void inputTypeOrPrompt_choosesThePrompt() throws Exception {
        float[] query = expected(TEXT, Prompt.QUERY);

        assertThat(query).isNotEqualTo(expected(TEXT, Prompt.DEFAULT));
        assertThat(vectorOf(Map.of("input", TEXT, "input_type", "query"))).containsExactly(query);
        assertThat(vectorOf(Map.of("input", TEXT, "prompt", "query"))).containsExactly(query);
        assertThat(vectorOf(Map.of("input", TEXT, "prompt", "query", "model", "tiny:query"))).containsExactly(query);
        assertThat(vectorOf(Map.of("input", TEXT, "input_type", "document"))).containsExactly(expected(TEXT, Prompt.DOCUMENT));
    }

    @Test
    void titles_goIntoThePrompt() throws Exception {
        HttpResponse<String> answer =
                server.post(PATH, "{\"input\":[\"metin\",\"metin\"],\"titles\":[\"Başlık\",null],\"input_type\":\"document\"}");

        JsonNode json = Server.json(answer);
        assertThat(Server.vector(json.at("/data/0/embedding")))
                .containsExactly(server.embedder.encodeDocument(Passage.titled("Başlık", "metin")));
        assertThat(Server.vector(json.at("/data/1/embedding"))).containsExactly(server.embedder.encodeDocument("metin"));
    }

    @Test
    void tokenIds_withAndWithoutSpecialTokens_areTheText() throws Exception {
        int[] ids = server.embedder.tokenizer().encode(TEXT);
        int[] bare = Arrays.copyOfRange(ids, 1, ids.length - 1);
        float[] expected = expected(TEXT, Prompt.DEFAULT);

        assertThat(vectorOf(Map.of("input", ids))).containsExactly(expected);
        assertThat(vectorOf(Map.of("input", bare))).containsExactly(expected);
        JsonNode both = Server.json(post(Map.of("input", List.of(ids, bare))));
        assertThat(both.at("/data")).hasSize(2);
        assertThat(Server.vector(both.at("/data/1/embedding"))).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2,3,1000000]", "[2147483647]"})
    void tokenIdsThatNoTextHas_areRejected(String ids) throws Exception {
        HttpResponse<String> answer = server.post(PATH, "{\"input\":" + ids + "}");

        assertError(answer, 400, "invalid_request_error", "input", null);
        assertThat(Server.json(answer).at("/error/message").asString()).contains("token ids of text 0");
    }

    @Test
    void tokenIdsOfHalfACharacter_areRejected() throws Exception {
        int[] ids = server.embedder.tokenizer().encode("\uD800\uDF80"); // a token for each byte, between two special ones

        assertThat(ids).hasSize(6);
        assertError(post(Map.of("input", new int[] {ids[1], ids[2]})), 400, "invalid_request_error", "input", null);
        assertThat(post(Map.of("input", ids)).statusCode()).isEqualTo(200);
    }

    @Test
    void tooLongText_isRejected() throws Exception {
        HttpResponse<String> answer = post(Map.of("input", List.of("kısa", "uzun ".repeat(400))));

        assertError(answer, 400, "invalid_request_error", "input", "context_length_exceeded");
        assertThat(Server.json(answer).at("/error/message").asString()).contains("text 1 has ", "the limit is 384");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "{}|400|input|-",
            "{\"input\":[]}|400|input|-",
            "{\"input\":[[]]}|400|input|-",
            "{\"input\":null}|400|input|-",
            "{\"input\":7}|400|input|-",
            "{\"input\":{}}|400|input|-",
            "{\"input\":[null]}|400|input|-",
            "{\"input\":[1,\"a\"]}|400|input|-",
            "{\"input\":[1.5]}|400|input|-",
            "{\"input\":[-1]}|400|input|-",
            "{\"input\":[2147483648]}|400|input|-",
            "{\"input\":\"a\",\"dimensions\":9223372036854775808}|400|dimensions|-",
            "{\"input\":\"a\",\"encoding_format\":\"int8\"}|400|encoding_format|-",
            "{\"input\":\"a\",\"dimensions\":0}|400|dimensions|-",
            "{\"input\":\"a\",\"dimensions\":97}|400|dimensions|-",
            "{\"input\":\"a\",\"dimensions\":1.5}|400|dimensions|-",
            "{\"input\":\"a\",\"dimensions\":\"8\"}|400|dimensions|-",
            "{\"input\":\"a\",\"input_type\":\"passage\"}|400|input_type|-",
            "{\"input\":\"a\",\"prompt\":\"nothing\"}|400|prompt|-",
            "{\"input\":\"a\",\"prompt\":\"query\",\"input_type\":\"query\"}|400|prompt|-",
            "{\"input\":\"a\",\"prompt\":\"document\",\"model\":\"tiny:query\"}|400|prompt|-",
            "{\"input\":\"a\",\"input_type\":\"document\",\"model\":\"tiny:query\"}|400|input_type|-",
            "{\"input\":\"a\",\"titles\":[]}|400|titles|-",
            "{\"input\":\"a\",\"titles\":[\"t\"],\"input_type\":\"query\"}|400|titles|-",
            "{\"input\":\"a\",\"titles\":\"t\"}|400|titles|-",
            "{\"input\":\"a\",\"model\":\"text-embedding-3-small\"}|404|model|model_not_found",
            "{\"input\":\"a\",\"model\":\"tiny:nothing\"}|404|model|model_not_found",
            "{\"input\":\"a\",\"model\":\"\"}|404|model|model_not_found",
            "{\"input\":|400|-|-",
            "[]|400|-|-",
            "null|400|-|-",
            "{\"input\":\"a\"} x|400|-|-"})
    void invalidRequest_namesTheField(String body, int status, String field, String code) throws Exception {
        assertError(server.post(PATH, body), status, "invalid_request_error", field, code);
    }

    @Test
    void tooManyTexts_areRejected() throws Exception {
        assertThat(post(Map.of("input", Collections.nCopies(50, "a"))).statusCode()).isEqualTo(200);
        HttpResponse<String> answer = post(Map.of("input", Collections.nCopies(51, "a")));

        assertError(answer, 400, "invalid_request_error", "input", null);
        assertThat(Server.json(answer).at("/error/message").asString()).contains("51 texts", "50");
    }

    @Test
    void tokensOfARequest_areLimited_afterTheyAreCounted() throws Exception {
        String text = "Ankara'da ".repeat(30);
        int tokens = server.embedder.countTokens(text);
        int within = 2000 / tokens;

        assertThat(within * text.length()).isGreaterThan(2000); // its bytes alone would be too many
        assertThat(post(Map.of("input", Collections.nCopies(within, text))).statusCode()).isEqualTo(200);
        assertError(post(Map.of("input", Collections.nCopies(within + 1, text))), 400, "invalid_request_error", "input", null);
    }

    @Test
    void otherPathsMethodsAndTypes_haveErrorsOfTheSameForm() throws Exception {
        assertError(server.get("/v1/nothing"), 404, "invalid_request_error", null, null);
        assertError(server.get(PATH), 405, "invalid_request_error", null, null);
        assertError(server.send("POST", PATH, "text/plain", "{}"), 415, "invalid_request_error", null, null);
    }

    @Test
    void models_areTheServedOne_aloneAndWithItsPrompts() throws Exception {
        JsonNode json = Server.json(server.get("/v1/models"));

        assertThat(json.at("/object").asString()).isEqualTo("list");
        assertThat(json.at("/data").valueStream().map(model -> model.at("/id").asString()))
                .containsExactly("magibu/tiny", "magibu/tiny:query", "magibu/tiny:document");
        assertThat(json.at("/data").valueStream()).allMatch(model -> model.at("/object").asString().equals("model")
                && model.at("/created").longValue() > 1_700_000_000 && model.at("/owned_by").isString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"magibu/tiny", "magibu%2Ftiny", "magibu/tiny:query", "magibu%2Ftiny%3Aquery"})
    void model_hasASlashInItsPath(String id) throws Exception {
        assertThat(Server.json(server.get("/v1/models/" + id)).at("/id").asString())
                .isEqualTo(id.replace("%2F", "/").replace("%3A", ":"));
    }

    @Test
    void unknownModel_isNotFound() throws Exception {
        assertError(server.get("/v1/models/other"), 404, "invalid_request_error", "model", "model_not_found");
    }

    @Test
    void bodyBeyondTheParser_saysWhatItsLimitsAre() throws Exception {
        HttpResponse<String> answer = server.post(PATH, "{\"input\":\"a\",\"user\":" + "[".repeat(600) + "]".repeat(600) + "}");

        assertError(answer, 400, "invalid_request_error", null, null);
        assertThat(answer.body()).contains("more than 500 nested values");
    }

    @Test
    void hugeValue_isNotSentBackInFull() throws Exception {
        HttpResponse<String> answer = server.post(PATH, Server.json(Map.of("input", "a", "model", "m".repeat(100_000))));

        assertError(answer, 404, "invalid_request_error", "model", "model_not_found");
        assertThat(answer.body()).hasSizeLessThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%761/embeddings", "/v1;x/embeddings", "/v1/%65mbeddings", "/v1", "/v1/nothing"})
    void everyWritingOfThePath_hasErrorsOfTheSameForm(String path) throws Exception {
        HttpResponse<String> answer = server.get(path);

        assertError(answer, answer.statusCode() == 404 ? 404 : 405, "invalid_request_error", null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/event-stream"})
    void otherTypeThanJson_isNotAcceptable(String type) throws Exception {
        HttpResponse<String> answer = server.post(PATH, "{\"input\":\"a\"}", "Accept", type);

        assertError(answer, 406, "invalid_request_error", null, null);
        assertThat(answer.body()).contains("the header Accept");
    }

    static void assertError(HttpResponse<String> answer, int status, String type, String field, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        JsonNode json = Server.json(answer);
        assertThat(json.propertyNames()).containsExactly("error");
        JsonNode error = json.get("error");
        assertThat(error.propertyNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.get("message").asString()).isNotBlank();
        assertThat(error.get("type").asString()).isEqualTo(type);
        assertThat(error.get("param").isNull() ? null : error.get("param").asString()).as(answer.body()).isEqualTo(field);
        assertThat(error.get("code").isNull() ? null : error.get("code").asString()).isEqualTo(code);
    }
}
