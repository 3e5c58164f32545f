package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The texts that an IDE shows for application.yml. */
@Tag("locale")
class ConfigurationMetadataTest {

    private static List<JsonNode> settings() throws IOException {
        return StreamSupport.stream(metadata().get("properties").spliterator(), false)
                .filter(property -> property.get("name").asText().startsWith("magibu.embedding."))
                .toList();
    }

    @Test
    void everySetting_hasADescription() throws IOException {
        assertThat(settings())
                .hasSize(MagibuProperties.class.getRecordComponents().length
                        - 1 // "hub" is not a setting, what is below it is
                        + MagibuProperties.Hub.class.getRecordComponents().length);
        assertThat(settings()).allSatisfy(property -> assertThat(property.path("description").asText())
                .as("description of %s", property.get("name"))
                .hasSizeGreaterThan(20));
    }

    @Test
    void everySetting_andItsDefault_isInTheDocumentation() throws IOException {
        List<List<String>> documented =
                SpringBootGuide.rowsBelow("## magibu.embedding", "^\\| `([a-z0-9.-]+)` \\| (?:`([^`]+)`)? ?\\|");

        assertThat(documented).containsExactlyInAnyOrderElementsOf(settings().stream()
                .map(setting -> List.of(
                        setting.get("name").asText().substring("magibu.embedding.".length()),
                        setting.path("defaultValue").asText()))
                .toList());
    }

    @Test
    void namedModels_haveEverySettingThatIsAModels() {
        assertThat(MagibuProperties.Model.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .containsExactlyElementsOf(Arrays.stream(MagibuProperties.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .filter(name -> !List.of("enabled", "hub", "models").contains(name))
                        .toList());
    }

    @Test
    void settingsOfFreeText_haveHints() throws IOException {
        assertThat(metadata().get("hints"))
                .extracting(hint -> hint.get("name").asText())
                .containsExactlyInAnyOrder(
                        "magibu.embedding.default-prompt", "magibu.embedding.device", "magibu.embedding.document-prompt");
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream metadata = MagibuProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new ObjectMapper().readTree(metadata);
        }
    }
}
