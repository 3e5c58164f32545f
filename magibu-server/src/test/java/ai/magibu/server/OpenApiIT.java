package ai.magibu.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml} describes the paths, requests and answers of the server. */
class OpenApiIT {

    private static final String LOCATION = "https://example.org/openapi.yaml";

    private static Server server;
    private static String text;
    private static JsonNode document;
    private static SchemaRegistry schemas;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start("magibu.embedding.on-too-long=truncate");
        text = server.get("/openapi.yaml").body();
        document = new YAMLMapper().readTree(text);
        schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                registry -> registry.schemas(Map.of(LOCATION, document.toString())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Error> errors(String schema, String json) {
        Schema checker = schemas.getSchema(SchemaLocation.of(LOCATION + "#/components/schemas/" + schema));
        return checker.validate(json, InputFormat.JSON);
    }

    @Test
    void everyPathOfTheServer_isDescribed_andNoOther() {
        Set<String> described = new TreeSet<>();
        document.get("paths").propertyNames().forEach(path -> pathItem(path).propertyNames()
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> mapped = new TreeSet<>();
        server.context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().forEach(mapping -> mapping.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternsCondition().getPatterns().forEach(pattern -> info.getMethodsCondition().getMethods()
                        .forEach(method -> mapped.add(method + " " + pattern.getPatternString().replace("{*id}", "{id}"))))));
        // The actuator maps a pattern for all groups of health.
        assertThat(mapped).contains("GET /health/{*path}");
        mapped.remove("GET /health/{*path}");
        mapped.addAll(Set.of("GET /health/live", "GET /health/ready"));

        assertThat(described).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"input\":\"a\"}", "{\"input\":[\"a\",\"b\"],\"user\":\"u\",\"unknown\":1}",
            "{\"input\":\"a\",\"encoding_format\":\"base64\"}",
            "{\"input\":[TOO_LONG]}", "{\"input\":[IDS]}", "{\"input\":[[IDS],[IDS]]}",
            "{\"input\":\"a\",\"dimensions\":4,\"model\":\"tiny\"}",
            "{\"input\":[\"a\"],\"titles\":[null],\"prompt\":\"document\",\"model\":\"tiny:document\"}",
            "{\"input\":\"a\",\"input_type\":\"query\",\"prompt\":null,\"titles\":null,\"encoding_format\":null}"})
    void embeddings_haveTheDescribedForms(String template) throws Exception {
        HttpResponse<String> answer = server.post("/v1/embeddings", filled(template));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(errors("EmbeddingsRequest", filled(template))).isEmpty();
        assertThat(errors("EmbeddingsResponse", answer.body())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/v1/embeddings|EmbeddingsRequest|OpenAiError", "/embed|EmbedRequest|TeiError", "/|EmbedRequest|TeiError"})
    void invalidRequest_isInvalidHereToo_andItsErrorHasTheDescribedForm(String path, String request, String error) throws Exception {
        String field = request.equals("EmbedRequest") ? "inputs" : "input";
        for (String invalid : List.of("{}", "{\"FIELD\":[]}", "{\"FIELD\":7}", "{\"FIELD\":[1,\"a\"]}", "{\"FIELD\":[-1]}", "[]",
                "{\"FIELD\":\"a\",\"dimensions\":0}", "{\"FIELD\":\"a\",\"dimensions\":\"4\"}")) {
            String body = invalid.replace("FIELD", field);
            HttpResponse<String> answer = server.post(path, body);

            assertThat(answer.statusCode()).as(body).isBetween(400, 422);
            assertThat(errors(request, body)).as(body).isNotEmpty();
            assertThat(errors(error, answer.body())).as(answer.body()).isEmpty();
            assertThat(pathItem(path).at("/post/responses").has(Integer.toString(answer.statusCode()))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"inputs\":\"a\"}", "{\"inputs\":[\"a\",[IDS]],\"truncate\":true}", "{\"inputs\":[IDS],\"normalize\":true,\"dimensions\":4}",
            "{\"inputs\":\"a\",\"prompt_name\":\"query\",\"truncation_direction\":\"Right\"}"})
    void embed_hasTheDescribedForms(String template) throws Exception {
        HttpResponse<String> answer = server.post("/embed", filled(template));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(errors("EmbedRequest", filled(template))).isEmpty();
        assertThat(errors("EmbedResponse", answer.body())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/v1/models,ModelList", "/v1/models/tiny,OpenAiError", "/v1/models/magibu/tiny,Model", "/info,Info", "/health,Health",
            "/health/live,Health", "/health/ready,Health", "/v1/nothing,OpenAiError", "/nothing,TeiError"})
    void otherAnswers_haveTheDescribedForms(String path, String schema) throws Exception {
        assertThat(errors(schema, server.get(path).body())).isEmpty();
    }

    @Test
    void everyReference_hasATarget() {
        List<String> references = document.findValuesAsString("$ref");

        assertThat(references).isNotEmpty();
        assertThat(references).allMatch(reference -> !document.at(reference.substring(1)).isMissingNode());
    }

    private static JsonNode pathItem(String path) {
        JsonNode item = document.get("paths").get(path);
        return item.has("$ref") ? document.at(item.get("$ref").asString().substring(1)) : item;
    }

    private static String filled(String template) {
        String ids = String.join(",", Stream.of(server.embedder.tokenizer().encode("Ankara")).flatMapToInt(Arrays::stream)
                .mapToObj(Integer::toString).toList());
        return template.replace("TOO_LONG", "\"" + "uzun ".repeat(400) + "\"").replace("IDS", ids);
    }
}
