package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What an IDE shows for application.yml. */
class ConfigurationMetadataTest {

    @Test
    void everySetting_hasADescription() throws IOException {
        List<JsonNode> properties = StreamSupport.stream(
                        metadata().get("properties").spliterator(), false)
                .toList();

        assertThat(properties)
                .extracting(property -> property.get("name").asText())
                .containsExactlyInAnyOrder(
                        "magibu.embedding.cache-directory",
                        "magibu.embedding.default-prompt",
                        "magibu.embedding.device",
                        "magibu.embedding.dimensions",
                        "magibu.embedding.enabled",
                        "magibu.embedding.lazy",
                        "magibu.embedding.max-batch-tokens",
                        "magibu.embedding.max-tokens",
                        "magibu.embedding.memory-arena",
                        "magibu.embedding.model",
                        "magibu.embedding.models",
                        "magibu.embedding.on-too-long",
                        "magibu.embedding.precision",
                        "magibu.embedding.threads",
                        "magibu.embedding.warm-up");
        assertThat(properties).hasSameSizeAs(MagibuProperties.class.getRecordComponents());
        assertThat(properties).allSatisfy(property -> assertThat(property.path("description").asText())
                .as("description of %s", property.get("name"))
                .hasSizeGreaterThan(20));
    }

    @Test
    void settingsOfFreeText_haveHints() throws IOException {
        assertThat(metadata().get("hints"))
                .extracting(hint -> hint.get("name").asText())
                .containsExactlyInAnyOrder("magibu.embedding.default-prompt", "magibu.embedding.device");
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream metadata = MagibuProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new ObjectMapper().readTree(metadata);
        }
    }
}
