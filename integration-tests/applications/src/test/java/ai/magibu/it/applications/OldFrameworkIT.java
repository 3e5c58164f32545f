package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A start with a framework that is older than its adapter needs. The old jars come from Maven. */
class OldFrameworkIT {

    private static final Path OLD = Path.of(System.getProperty("old.directory"));

    @Test
    void oldLangChain4j_isNamed_withTheVersionThatIsNeeded() throws Exception {
        String output = new ChildJvm()
                .replace("langchain4j-core-", OLD.resolve("langchain4j-core-1.10.0.jar"))
                .run(PlainApplication.class, 1, ChildJvm.TINY_MODEL);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("LangChain4j 1.10.0 is too old: magibu-langchain4j needs LangChain4j 1.18 or newer.")
                .contains("mvn dependency:tree -Dincludes=dev.langchain4j:langchain4j-core")
                .doesNotContain("TypeNotPresentException");
    }

    @Test
    void oldestLangChain4jThatIsSupported_works() throws Exception {
        String output = new ChildJvm()
                .replace("langchain4j-core-", OLD.resolve("langchain4j-core-1.18.0.jar"))
                .run(PlainApplication.class, 0, ChildJvm.TINY_MODEL);

        assertThat(output).contains("LangChain4j: 96");
    }

    @Test
    void oldSpringAi_isNamed_withTheVersionThatIsNeeded() throws Exception {
        String output = new ChildJvm()
                .replace("spring-ai-model-", OLD.resolve("spring-ai-model-1.0.3.jar"))
                .run(PlainApplication.class, 1, ChildJvm.TINY_MODEL);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Spring AI 1.0.3 is too old: magibu-spring-ai needs Spring AI 1.1 or newer.");
    }
}
