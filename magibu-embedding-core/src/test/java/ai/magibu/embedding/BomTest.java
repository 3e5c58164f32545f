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
    void everyPublishedLibraryIsManaged_andNothingElseOfOurs() throws Exception {
        List<String> libraries = new ArrayList<>();
        for (String module : values(root, "//modules/module")) {
            if (values(pom(module + "/pom.xml"), "/project/properties/maven.deploy.skip").contains("false")) {
                libraries.add(module);
            }
        }
        libraries.removeAll(List.of("magibu-bom", "magibu-cli", "magibu-server"));

        assertThat(libraries).contains("magibu-embedding-core");
        assertThat(values(bom, "//dependencyManagement//dependency[groupId='ai.magibu']/artifactId"))
                .containsExactlyInAnyOrderElementsOf(libraries);
    }

    @Test
    void versionsAreTheProjects() throws Exception {
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
}
