package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The name of the top-level model in metrics, traces and adapters. */
@Tag("locale")
class ModelSettingsTest {

    @ParameterizedTest
    @CsvSource({
            "alibayram/embeddingmagibu-200m, embeddingmagibu-200m",
            "alibayram/embeddingmagibu-200m@main, embeddingmagibu-200m",
            "alibayram/embeddingmagibu-200m@refs/pr/3, embeddingmagibu-200m",
            "/models/embeddingmagibu-200m/, embeddingmagibu-200m",
            "/models/embeddingmagibu@v2, embeddingmagibu@v2",
            "C:\\models\\magibu, magibu",
            "classpath:/models/magibu/, magibu",
    })
    void nameIsTheLastPartOfTheModel(String model, String name) {
        MagibuProperties properties = new Binder(new MapConfigurationPropertySource(Map.of("magibu.embedding.model", model)))
                .bind(MagibuProperties.PREFIX, MagibuProperties.class)
                .get();
        assertThat(properties.settings(null).displayName()).isEqualTo(name);
    }
}
