package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page that is generated. Its test compares the committed page with the generated text, or replaces it. */
final class GeneratedPage {

    /** {@code -Dmagibu.docs.write=true} replaces the pages. */
    private static final boolean WRITE = Boolean.getBoolean("magibu.docs.write");

    private GeneratedPage() {}

    static void requireUpToDate(String name, String generated) throws IOException {
        Path file = Page.ROOT.resolve(name);
        if (WRITE) {
            Files.writeString(file, generated);
        }
        assertThat(Files.readString(file))
                .as("%s is not up to date; run ./mvnw -pl documentation-tests -am verify -Dmagibu.docs.write=true -Dtest=SettingsPageTest"
                        + " -Dit.test=CommandPageIT -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false", name)
                .isEqualTo(generated);
    }
}
