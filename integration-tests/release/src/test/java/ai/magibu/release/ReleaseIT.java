package ai.magibu.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Every published artifact has what a public repository requires, and nothing else is published. */
class ReleaseIT {

    private static final String BOM = "magibu-bom";
    private static final String CLI = "magibu-cli";
    private static final String SERVER = "magibu-server";
    private static final String SPARK_RUNTIME = "magibu-spark-runtime";

    private static final Map<String, String> MAIN_CLASSES =
            Map.of(CLI, "ai.magibu.cli.MagibuCli", SERVER, "org.springframework.boot.loader.launch.JarLauncher");

    /** One jar with all its libraries, whose descriptors cannot be merged. */
    private static final Set<String> COMPLETE = Set.of(CLI, SERVER, SPARK_RUNTIME);

    /** Testcontainers has a package in three jars, and Spark's jars have no valid names: a descriptor cannot require them. */
    private static final Map<String, String> AUTOMATIC =
            Map.of("magibu-dev-postgres", "ai.magibu.dev.postgres", "magibu-spark", "ai.magibu.spark");

    static List<String> artifacts() {
        return Repository.artifacts();
    }

    static Stream<String> jars() {
        return artifacts().stream().filter(artifact -> !artifact.equals(BOM));
    }

    private static Document pom(String artifact) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Repository.file(artifact, ".pom").toFile());
    }

    private static List<String> values(Document pom, String xpath) throws Exception {
        NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(xpath, pom, XPathConstants.NODESET);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            values.add(nodes.item(i).getTextContent().strip());
        }
        return values;
    }

    @Test
    void librariesBomAndProgramsArePublished_andNothingElse() throws Exception {
        List<String> expected = new ArrayList<>(values(pom(BOM), "//dependency[groupId='ai.magibu']/artifactId"));
        expected.add(BOM);
        expected.addAll(MAIN_CLASSES.keySet());

        assertThat(artifacts()).contains("magibu-embedding-core").containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void pomDescribesTheArtifact(String artifact) throws Exception {
        Document pom = pom(artifact);
        for (String element : List.of(
                "name", "description", "url", "licenses/license/name", "licenses/license/url", "developers/developer/name",
                "scm/url", "scm/connection", "scm/developerConnection")) {
            assertThat(values(pom, "/project/" + element)).as(element).hasSize(1).doesNotContain("");
        }
        assertThat(values(pom, "/project/groupId")).containsExactly("ai.magibu");
        assertThat(values(pom, "/project/artifactId")).containsExactly(artifact);
        assertThat(values(pom, "/project/version")).containsExactly(Repository.VERSION);
        assertThat(values(pom, "/project/scm/url")).isEqualTo(values(pom, "/project/url"));
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void pomStandsAlone(String artifact) throws Exception {
        Document pom = pom(artifact);
        for (String element : List.of("parent", "build", "profiles", "repositories", "distributionManagement")) {
            assertThat(values(pom, "/project/" + element)).as(element).isEmpty();
        }
        assertThat(values(pom, "/project/dependencyManagement")).hasSize(artifact.equals(BOM) ? 1 : 0);
        assertThat(values(pom, "//dependency[scope='import']")).isEmpty();
        assertThat(values(pom, "/project/dependencies/dependency[not(version)]")).isEmpty();
        assertThat(values(pom, "/project/dependencies/dependency[scope='test' or scope='provided' or scope='system']")).isEmpty();
        assertThat(artifacts()).containsAll(values(pom, "//dependency[groupId='ai.magibu']/artifactId"));
        assertThat(values(pom, "//dependency[groupId='ai.magibu']/version"))
                .allMatch(version -> version.equals(Repository.VERSION) || version.equals("${project.version}"));
        // What is neither ours nor the BOM's property is a fixed release.
        assertThat(values(pom, "//dependency[groupId!='ai.magibu']/version"))
                .noneMatch(version -> version.contains("SNAPSHOT") || version.contains("[") || version.contains(","))
                .allMatch(version -> !version.contains("${") || artifact.equals(BOM));
    }

    @ParameterizedTest
    @FieldSource("COMPLETE")
    void pomOfAJarThatContainsItsLibraries_namesNone(String artifact) throws Exception {
        assertThat(values(pom(artifact), "//dependency")).isEmpty();
        try (JarFile jar = new JarFile(Repository.file(artifact, ".jar").toFile())) {
            assertThat(jar.stream()).anyMatch(entry -> entry.getName().matches("ai/onnxruntime/OrtSession.class|.*/onnxruntime-[^/]*.jar"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class")).isEqualTo(MAIN_CLASSES.get(artifact));
        }
    }

    /** Spark prefers its own versions of libraries, and logs through its own SLF4J. */
    @Test
    void jarForSpark_hasNoClassesOfSpark() throws Exception {
        try (JarFile jar = new JarFile(Repository.file(SPARK_RUNTIME, ".jar").toFile())) {
            assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")))
                    .contains("ai/magibu/spark/MagibuEmbedding.class", "ai/magibu/shaded/jackson/databind/ObjectMapper.class")
                    .allMatch(name -> name.matches("(META-INF/versions/\\d+/)?(ai/(magibu|djl|onnxruntime)|com/sun/jna)/.*"));
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void jarsHaveTheLicense(String artifact) throws Exception {
        for (String ending : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
            try (JarFile jar = new JarFile(Repository.file(artifact, ending).toFile())) {
                assertThat(jar.getEntry("META-INF/LICENSE")).as(ending).isNotNull();
                assertThat(jar.getEntry("META-INF/NOTICE")).as(ending).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void jarsHaveClassesSourcesAndJavadoc_andTheVersion(String artifact) throws Exception {
        try (JarFile jar = new JarFile(Repository.file(artifact, ".jar").toFile())) {
            assertThat(jar.stream()).anyMatch(entry -> entry.getName().matches("(BOOT-INF/classes/)?ai/magibu/.*\\.class"));
            assertThat(jar.stream()).noneMatch(entry -> entry.getName().matches(".*ai/magibu/(?!shaded/).*(Test|IT)\\.class"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version")).isEqualTo(Repository.VERSION);
        }
        try (JarFile jar = new JarFile(Repository.file(artifact, "-sources.jar").toFile())) {
            assertThat(jar.stream()).anyMatch(entry -> entry.getName().matches("ai/magibu/.*/package-info\\.java"));
        }
        try (JarFile jar = new JarFile(Repository.file(artifact, "-javadoc.jar").toFile())) {
            assertThat(jar.getEntry("index.html")).isNotNull();
            assertThat(jar.stream()).anyMatch(entry -> entry.getName().matches("(.*/)?ai/magibu/.*\\.html"));
        }
    }

    /** From a module-info.java, or from the manifest: no name depends on the name of a file. */
    @ParameterizedTest
    @MethodSource("jars")
    void librariesHaveTheNameOfAModule(String artifact) {
        if (!COMPLETE.contains(artifact)) {
            assertThat(ModuleFinder.of(Repository.file(artifact, ".jar")).findAll())
                    .singleElement()
                    .satisfies(module -> {
                        assertThat(module.descriptor().name()).matches("ai\\.magibu(\\.[a-z0-9]+)+");
                        assertThat(module.descriptor().isAutomatic()).isEqualTo(AUTOMATIC.containsKey(artifact));
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void manifestNamesAModuleOnlyWithoutADescriptor(String artifact) throws IOException {
        try (JarFile jar = new JarFile(Repository.file(artifact, ".jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo(AUTOMATIC.get(artifact));
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void billOfMaterialsNamesTheArtifactAndItsDependencies(String artifact) throws Exception {
        JsonNode bom = new ObjectMapper().readTree(Repository.file(artifact, "-cyclonedx.json").toFile());

        assertThat(bom.at("/metadata/component/name").asText()).isEqualTo(artifact);
        assertThat(bom.at("/metadata/component/version").asText()).isEqualTo(Repository.VERSION);
        assertThat(bom.at("/components").findValuesAsText("name")).isNotEmpty().doesNotContain("junit-jupiter", "archunit");
        assertThat(Repository.file(artifact, "-cyclonedx.xml")).isNotEmptyFile();
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void filesHaveChecksums(String artifact) throws IOException {
        List<String> endings = artifact.equals(BOM) ? List.of(".pom") : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar");
        for (String ending : endings) {
            Path file = Repository.file(artifact, ending);
            assertThat(Files.readString(Path.of(file + ".sha1"))).as(ending).matches("[0-9a-f]{40}");
            assertThat(Files.readString(Path.of(file + ".md5"))).as(ending).matches("[0-9a-f]{32}");
        }
    }
}
