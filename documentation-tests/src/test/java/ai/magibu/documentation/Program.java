package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The Java examples of a tutorial as a program that runs in a process of its own. */
final class Program {

    /** The sample's demonstration model. */
    static final Path MODEL = Page.ROOT.resolve("sample-rag-app/src/main/resources/demo/model");

    private static final Pattern TYPE = Pattern.compile("^(?:public )?class (\\w+)", Pattern.MULTILINE);
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Path folder;

    /** Compiles the page's examples, each of which is a source file. */
    Program(String page, Path folder) throws IOException {
        this.folder = folder;
        List<String> compile = new ArrayList<>(List.of("-proc:none", "-parameters", "-cp", CLASS_PATH, "-d", folder.toString()));
        for (Page.Block example : blocks(page, "java")) {
            Matcher type = TYPE.matcher(example.text());
            assertThat(type.find()).as(example.toString()).isTrue();
            compile.add(Files.writeString(folder.resolve(type.group(1) + ".java"), example.text()).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, compile.toArray(String[]::new))).isZero();
    }

    static List<Page.Block> blocks(String page, String language) {
        return Page.blocks(language).stream().filter(block -> block.page().name().equals(page)).toList();
    }

    /** Starts the program. Its standard output and error go to a file. */
    Process start(String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("CLASSPATH", folder + File.pathSeparator + CLASS_PATH); // may exceed the limit of a command line
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        return builder.start();
    }

    /** Returns the output so far, which may end within a character. */
    String output() throws IOException {
        return new String(Files.readAllBytes(folder.resolve("output")), StandardCharsets.UTF_8);
    }
}
