package ai.magibu.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.test.TinyModel;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /embed} and {@code /info}. */
class TeiIT {

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.start("magibu.server.max-texts=3");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode embed(String body) throws Exception {
        HttpResponse<String> answer = server.post("/embed", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Server.json(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/embed", "/"})
    void answer_isAListOfVectors_alsoForOneText(String path) throws Exception {
        HttpResponse<String> answer = server.post(path, "{\"inputs\":\"Ankara\"}");

        assertThat(Server.json(answer)).hasSize(1);
        assertThat(Server.vector(Server.json(answer).get(0))).containsExactly(server.embedder.encode("Ankara"));
        assertThat(answer.headers().firstValue("x-compute-characters")).contains("6");
        assertThat(answer.headers().firstValue("x-compute-tokens")).contains(Integer.toString(server.embedder.countTokens("Ankara")));
        assertThat(answer.headers().firstValueAsLong("x-total-time").orElse(-1)).isBetween(0L, 60_000L);
    }

    @Test
    void textsAndTokenIds_areEncodedInTheirOrder() throws Exception {
        String ids = Arrays.toString(server.embedder.tokenizer().encode("Ankara"));

        JsonNode json = embed("{\"inputs\":[\"Bursa\"," + ids + "]}");

        assertThat(json).hasSize(2);
        assertThat(Server.vector(json.get(0))).containsExactly(server.embedder.encode("Bursa"));
        assertThat(Server.vector(json.get(1))).containsExactly(server.embedder.encode("Ankara"));
        assertThat(Server.vector(embed("{\"inputs\":" + ids + "}").get(0))).containsExactly(server.embedder.encode("Ankara"));
    }

    @Test
    void promptName_goesBeforeTheText() throws Exception {
        assertThat(Server.vector(embed("{\"inputs\":\"Ankara\",\"prompt_name\":\"query\"}").get(0)))
                .containsExactly(server.embedder.encodeQuery("Ankara"));
        assertThat(Server.vector(embed("{\"inputs\":\"Ankara\",\"prompt_name\":null}").get(0)))
                .containsExactly(server.embedder.encode("Ankara"));
    }

    @Test
    void dimensions_cutTheVector() throws Exception {
        assertThat(embed("{\"inputs\":\"Ankara\",\"dimensions\":8,\"normalize\":true}").get(0)).hasSize(8);
    }

    @Test
    void truncate_decidesOnTextsThatAreTooLong() throws Exception {
        String tooLong = "uzun ".repeat(400);
        HttpResponse<String> truncated =
                server.post("/embed", "{\"inputs\":\"" + tooLong + "\",\"truncate\":true,\"truncation_direction\":\"Right\"}");

        assertThat(truncated.statusCode()).isEqualTo(200);
        assertThat(truncated.headers().firstValue("x-compute-tokens")).contains(Integer.toString(TinyModel.MAX_TOKENS));
        assertError(server.post("/embed", "{\"inputs\":\"" + tooLong + "\",\"truncate\":false}"), 422, "Validation");
        assertError(server.post("/embed", "{\"inputs\":\"" + tooLong + "\"}"), 422, "Validation");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"inputs\":[]}|400|Empty",
            "{}|400|Empty",
            "{\"inputs\":[\"a\",\"a\",\"a\",\"a\"]}|422|Validation",
            "{\"inputs\":7}|422|Validation",
            "{\"inputs\":[2,3,1000000]}|422|Tokenizer",
            "{\"inputs\":\"a\",\"truncation_direction\":\"left\"}|422|Validation",
            "{\"inputs\":\"a\",\"normalize\":false}|422|Validation",
            "{\"inputs\":\"a\",\"dimensions\":0}|422|Validation",
            "{\"inputs\":\"a\",\"dimensions\":97}|422|Validation",
            "{\"inputs\":\"a\",\"truncate\":\"yes\"}|422|Validation",
            "{\"inputs\":\"a\",\"prompt_name\":\"nothing\"}|422|Validation",
            "{\"inputs\":|400|Validation"})
    void invalidRequest_isRejected(String body, int status, String type) throws Exception {
        assertError(server.post("/embed", body), status, type);
    }

    @Test
    void otherPathsMethodsAndTypes_haveErrorsOfTheSameForm() throws Exception {
        assertError(server.get("/nothing"), 404, "Validation");
        assertError(server.get("/embed"), 405, "Validation");
        assertError(server.send("POST", "/embed", "text/plain", "{}"), 415, "Validation");
    }

    @Test
    void info_describesTheModel() throws Exception {
        JsonNode info = Server.json(server.get("/info"));

        assertThat(info.at("/served_model_name").asString()).isEqualTo(Server.MODEL);
        assertThat(info.at("/model_id").asString()).isEqualTo(server.embedder.info().source());
        assertThat(info.at("/model_sha").isNull()).isTrue();
        assertThat(info.at("/model_dtype").asString()).isEqualTo("float32");
        assertThat(info.at("/model_type/embedding/pooling").asString()).isEqualTo("mean");
        assertThat(info.at("/max_input_length").intValue()).isEqualTo(TinyModel.MAX_TOKENS);
        assertThat(info.at("/max_client_batch_size").intValue()).isEqualTo(3);
        assertThat(info.at("/auto_truncate").booleanValue()).isFalse();
        assertThat(info.at("/version").asString()).isNotBlank();
    }

    static void assertError(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode json = Server.json(answer);
        assertThat(json.propertyNames()).containsExactlyInAnyOrder("error", "error_type");
        assertThat(json.get("error").asString()).isNotBlank();
        assertThat(json.get("error_type").asString()).isEqualTo(type);
    }
}
