package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java example compiles separately, with the imports and variables of its page. */
class JavaExamplesTest {

    private static final Pattern TYPE = Pattern.compile("^(?:@\\w|(?:public |final )*(?:class|record|interface) )", Pattern.MULTILINE);

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    /** Shared, because it keeps what it has read of the class path's jars. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    /** The class path of the tests. Spark's jars are last, because they would replace newer libraries. */
    private static final String CLASS_PATH = System.getProperty("java.class.path") + File.pathSeparator
            + Page.read(Page.ROOT.resolve("integration-tests/spark/versions/3.5/target/class-path")).text();

    @TempDir
    private Path classes;

    static List<Page.Block> examples() {
        return Page.blocks("java");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void compiles(Page.Block example) {
        Assumed assumed = Assumed.on(example.page().name());
        boolean declaresTypes = TYPE.matcher(example.text()).find();
        String source = declaresTypes ? assumed.imports() + example.text() : assumed.imports() + assumed.aroundStatements(example.text());
        assertThat(errors(source)).as(example + "\n" + source).isEmpty();
    }

    private String errors(String source) {
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public boolean isNameCompatible(String simpleName, Kind kind) {
                return true; // for public types
            }

            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-proc:none", "-parameters", "-cp", CLASS_PATH, "-d", classes.toString());
        boolean compiled = COMPILER.getTask(messages, FILES, null, options, null, List.of(file)).call();
        return compiled ? "" : messages.toString();
    }
}
