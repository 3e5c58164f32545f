package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metadata for GraalVM has what the native libraries look up by name. No native image was built with it. */
class NativeImageMetadataTest {

    private static final String FOLDER = "META-INF/native-image/ai.magibu/";

    private static byte[] resource(String name) throws Exception {
        try (InputStream in = NativeImageMetadataTest.class.getClassLoader().getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static JsonNode metadata(String name) throws Exception {
        return new ObjectMapper().readTree(resource(FOLDER + name));
    }

    private static List<String> jniClasses() throws Exception {
        List<String> names = new ArrayList<>();
        metadata("magibu-embedding-core/jni-config.json").forEach(entry -> names.add(entry.get("name").asText()));
        return names;
    }

    @Test
    void classesOfTheMetadata_exist() throws Exception {
        assertThat(jniClasses()).isNotEmpty().allSatisfy(name -> Class.forName(name, false, getClass().getClassLoader()));
    }

    /** A native library's strings may run into each other, so the end of a name is unknown. */
    @ParameterizedTest
    @CsvSource({
            "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so, ai/onnxruntime/[A-Z]\\w+",
            "native/lib/linux-x86_64/cpu/libtokenizers.so, ai/djl/[a-z/]+/[A-Z]\\w+"
    })
    void classesThatNativeCodeNames_areInTheMetadata(String library, String pattern) throws Exception {
        List<String> named = Pattern.compile(pattern)
                .matcher(new String(resource(library), StandardCharsets.ISO_8859_1))
                .results()
                .map(match -> match.group().replace('/', '.'))
                .distinct()
                .toList();
        List<String> listed = jniClasses();

        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(listed).anyMatch(name::startsWith));
    }

    @Test
    void resourcesThatAreReadAtRunTime_areIncluded() throws Exception {
        List<Pattern> included = new ArrayList<>();
        for (String module : List.of("magibu-embedding-core", "magibu-hub")) {
            metadata(module + "/resource-config.json").at("/resources/includes")
                    .forEach(entry -> included.add(Pattern.compile(entry.get("pattern").asText())));
        }

        for (String name : List.of(
                "ai/magibu/embedding/export/embed.py",
                "ai/magibu/hub/version.properties",
                "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                "native/lib/tokenizers.properties",
                "native/lib/linux-x86_64/cpu/libtokenizers.so",
                "META-INF/services/ai.djl.engine.EngineProvider")) {
            assertThat(getClass().getClassLoader().getResource(name)).as(name).isNotNull();
            assertThat(included).as(name).anyMatch(pattern -> pattern.matcher(name).matches());
        }
    }
}
