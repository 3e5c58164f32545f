package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, and its settings exist. */
class ReadmeExamplesTest {

    private static final Path README = Path.of("..", "README.md");

    /** Fields, so that an example may declare a variable of the same name. */
    private static final String FRAME =
            """
            import ai.magibu.embedding.*;
            import ai.magibu.embedding.api.*;
            import ai.magibu.langchain4j.*;
            import dev.langchain4j.data.document.Document;
            import dev.langchain4j.data.document.DocumentSplitter;
            import dev.langchain4j.data.document.splitter.DocumentSplitters;
            import dev.langchain4j.data.segment.TextSegment;
            import dev.langchain4j.model.embedding.request.EmbeddingInputType;
            import dev.langchain4j.rag.content.retriever.*;
            import dev.langchain4j.store.embedding.*;
            import java.nio.file.Path;
            import java.util.List;

            class Example {
                MagibuEmbedder embedder;
                EmbeddingStore<TextSegment> store;
                List<Document> documents;

                void example() throws Exception {
                    %s
                }
            }
            """;

    private static List<String> blocks(String language) throws Exception {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(README))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    @Test
    void javaExamplesCompile(@TempDir Path classes) throws Exception {
        List<String> examples = blocks("java");
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (String example : examples) {
            assertThat(errors(FRAME.formatted(example), classes)).as(example).isEmpty();
        }
    }

    private static String errors(String source, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(file)).call();
        return compiled ? "" : messages.toString();
    }

    @Test
    void settingsExist() throws Exception {
        String yaml = blocks("yaml").stream().filter(block -> block.startsWith("magibu:")).findFirst().orElseThrow();
        List<String> keys = Pattern.compile("^ {4}(?:# )?([a-z-]+):", Pattern.MULTILINE)
                .matcher(yaml)
                .results()
                .map(key -> key.group(1))
                .toList();
        List<String> properties = Arrays.stream(MagibuProperties.class.getRecordComponents())
                .map(component -> component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();
        assertThat(properties).containsAll(keys);
        assertThat(keys).isNotEmpty();
    }
}
