package ai.magibu.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the files set with which the application is deployed. */
class DeploymentTest {

    private static final Pattern VARIABLE = Pattern.compile("\\b(?:SERVER|SPRING|MANAGEMENT|MAGIBU_EMBEDDING)_[A-Z_]+");

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", ".env.example", "deploy/kubernetes.yaml"})
    void itsVariablesAreSettings_andWhoTrustsAProxyNamesIt(String file) throws IOException {
        Set<String> variables = VARIABLE.matcher(Files.readString(Path.of(file))).results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(variables).contains("SERVER_FORWARD_HEADERS_STRATEGY", "SERVER_TOMCAT_REMOTEIP_INTERNAL_PROXIES");
        assertThat(settings()).containsAll(variables);
    }

    /** Those of Spring Boot and of the starter, as variables. */
    private static Set<String> settings() throws IOException {
        Set<String> settings = new TreeSet<>();
        String metadata = "META-INF/spring-configuration-metadata.json";
        for (URL url : Collections.list(DeploymentTest.class.getClassLoader().getResources(metadata))) {
            try (InputStream in = url.openStream()) {
                List<String> names = JsonMapper.shared().readTree(in).path("properties").findValuesAsString("name");
                names.forEach(name -> settings.add(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")));
            }
        }
        return settings;
    }
}
