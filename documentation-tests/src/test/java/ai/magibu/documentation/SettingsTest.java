package ai.magibu.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** A setting that a page names exists in the starter or in the development database. */
class SettingsTest {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final Pattern SETTING =
            Pattern.compile("(?<!ai\\.)\\bmagibu\\.(?:embedding|dev-postgres)\\.([a-z0-9-]+(?:\\.[a-z0-9-]+)*)");

    /** A section on metrics, whose names look like settings; the starter's tests compare it with the meters. */
    private static final Pattern METRICS = Pattern.compile("^## Metrics$.*?(?=^## |\\z)", Pattern.DOTALL | Pattern.MULTILINE);

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namedSettingsExist(Page page) throws Exception {
        Set<String> known = settings();
        String text = METRICS.matcher(page.text()).replaceAll(section -> "\n".repeat((int) section.group().lines().count()));
        for (var match : SETTING.matcher(text).results().toList()) {
            assertThat(known).as("%s: %s", page.name(), match.group()).contains(match.group());
        }
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void settingsInYamlExist(Page.Block example) throws Exception {
        PropertySource<?> source = new YamlPropertySourceLoader()
                .load(example.toString(), new ByteArrayResource(example.text().getBytes(UTF_8)))
                .get(0);
        Set<String> named = Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames())
                .filter(name -> name.startsWith("magibu."))
                .map(name -> name.replaceFirst("^magibu\\.embedding\\.models\\.[a-z-]+\\.", "magibu.embedding."))
                .collect(Collectors.toSet());
        assertThat(settings()).as(example.toString()).containsAll(named);
    }

    static List<Page.Block> yaml() {
        return Page.blocks("yaml");
    }

    private static Set<String> settings() throws Exception {
        Set<String> names = new TreeSet<>();
        for (URL file : Collections.list(SettingsTest.class.getClassLoader().getResources(METADATA))) {
            try (InputStream in = file.openStream()) {
                new JsonMapper().readTree(in).path("properties").forEach(property -> names.add(property.path("name").asText()));
            }
        }
        return names.stream()
                .filter(name -> name.matches("magibu\\.(embedding|dev-postgres)\\..*"))
                .collect(Collectors.toSet());
    }
}
