package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference lists every public exception of the published modules. */
class ExceptionsPageTest {

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("^public (?:final |abstract |sealed )*class (\\w+Exception)\\b", Pattern.MULTILINE);
    /** The superclass of core's exceptions. */
    private static final String BASE = "MagibuException";

    @Test
    void everyPublicExceptionIsListed() throws IOException {
        String page = Files.readString(Page.ROOT.resolve("docs/reference/exceptions.md"));
        List<String> exceptions = publicExceptions();
        assertThat(exceptions).contains(BASE, "UnreadableFileException");
        assertThat(exceptions).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static List<String> publicExceptions() throws IOException {
        try (Stream<Path> modules = Files.list(Page.ROOT)) {
            return modules.filter(module -> module.getFileName().toString().matches("magibu-(?!cli).*")) // a program, not a library
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ExceptionsPageTest::sources)
                    .filter(file -> !file.toString().contains("internal"))
                    .map(file -> PUBLIC_TYPE.matcher(Page.read(file).text()))
                    .filter(type -> type.find())
                    .map(type -> type.group(1))
                    .toList();
        }
    }

    private static Stream<Path> sources(Path folder) {
        try {
            return Files.walk(folder).filter(file -> file.toString().endsWith("Exception.java"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
