package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j's own in-process model in the same process, created before and after ours. */
class CoexistenceIT {

    @TempDir
    private Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"other-first", "other-last"})
    void bothModelsEmbed(String profile) throws Exception {
        String output = new ChildJvm()
                .run(
                        CoexistenceApplication.class,
                        0,
                        Stream.concat(Stream.of(ChildJvm.TINY_MODEL), Stream.of("--spring.profiles.active=" + profile))
                                .toArray(String[]::new));

        assertThat(output.lines().filter("other: 384"::equals)).hasSize(2);
        List<Double> differences = output.lines()
                .filter(line -> line.startsWith("ours: "))
                .map(line -> Double.parseDouble(line.substring("ours: ".length())))
                .toList();
        assertThat(differences).hasSize(2).allSatisfy(difference -> assertThat(difference).isLessThan(5e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other,ours,other,ours", "ours,other,ours,other"})
    void bothModelsEmbedWithoutSpring(String order) throws Exception {
        String output = new ChildJvm().run(PlainCoexistence.class, 0, cache.toString(), order);
        assertThat(output.lines().filter(line -> line.matches("o.*: \\d+")))
                .containsExactly(order.replace("other", "other: 384").replace("ours", "ours: 96").split(","));
    }
}
