package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The BOM names every library of this project, with the versions that the project itself is built with. */
class BomTest {

    /** Modules that nobody depends on. Every other one belongs in the BOM. */
    private static final List<String> NO_LIBRARIES =
            List.of(
            "magibu-bom", "boot3-health-types", "integration-tests/hub", "integration-tests/boot4.0", "integration-tests/applications", "magibu-cli", "magibu-benchmarks", "documentation-tests", "integration-tests/boot3", "sample-rag-app");

    private final Document root = pom("pom.xml");
    private final Document bom = pom("magibu-bom/pom.xml");

    private static Document pom(String path) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of("..").resolve(path).toFile());
        } catch (Exception e) {
            throw new IllegalStateException(path, e);
        }
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
    void everyLibraryIsManaged_andNothingElseOfOurs() throws Exception {
        List<String> libraries = new ArrayList<>(values(root, "/project/modules/module"));
        libraries.removeAll(NO_LIBRARIES);

        assertThat(libraries).contains("magibu-embedding-core");
        assertThat(values(bom, "//dependencyManagement//dependency[groupId='ai.magibu']/artifactId"))
                .containsExactlyInAnyOrderElementsOf(libraries);
    }

    @Test
    void versionsAreTheProjects() throws Exception {
        assertThat(values(bom, "/project/version")).isEqualTo(values(root, "/project/version"));
        assertThat(values(bom, "//dependency[groupId='ai.magibu']/version")).containsOnly("${project.version}");
        for (String property : List.of("djl.version", "onnxruntime.version")) {
            assertThat(values(bom, "/project/properties/" + property))
                    .hasSize(1)
                    .isEqualTo(values(root, "/project/properties/" + property));
        }
        assertThat(values(bom, "//dependency[starts-with(groupId, 'ai.djl')]/artifactId"))
                .containsExactlyInAnyOrder("api", "onnxruntime-engine", "tokenizers");
        assertThat(values(bom, "//dependency[starts-with(groupId, 'ai.djl')]/version")).containsOnly("${djl.version}");
        assertThat(values(bom, "//dependency[groupId='com.microsoft.onnxruntime']/version"))
                .hasSize(2)
                .containsOnly("${onnxruntime.version}");
    }

    @Test
    void bomHasNoParent_soThatNothingElseIsImported() throws Exception {
        assertThat(values(bom, "/project/parent")).isEmpty();
        assertThat(values(bom, "/project/build")).isEmpty();
    }
}
