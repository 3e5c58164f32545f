package ai.magibu.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param name relative to the repository's root
 */
record Page(String name, Path file, String text) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK = Pattern.compile("^```([a-z]+)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** A fenced block, and the line of the page at which its content begins. */
    record Block(Page page, String language, String text, int line) {

        @Override
        public String toString() {
            return page.name + ":" + line;
        }
    }

    /** The pages of the root, and every page under docs. */
    static List<Page> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md").map(ROOT::resolve), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page read(Path file) {
        try {
            return new Page(ROOT.relativize(file).toString().replace('\\', '/'), file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(String language) {
        return all().stream()
                .flatMap(page -> BLOCK.matcher(page.text).results()
                        .filter(block -> block.group(1).equals(language))
                        .map(block -> new Block(page, language, block.group(2), page.lineOf(block.start(2)))))
                .toList();
    }

    int lineOf(int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }
}
