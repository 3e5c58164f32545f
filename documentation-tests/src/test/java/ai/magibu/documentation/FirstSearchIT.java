package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the first tutorial prints what the page shows, with the demonstration model of the sample. */
class FirstSearchIT {

    private static final String PAGE = "docs/tutorial/first-search.md";

    @TempDir
    private Path folder;

    @Test
    void theProgramPrintsWhatThePageShows() throws Exception {
        Program program = new Program(PAGE, folder);
        assertThat(program.start("FirstSearch", Program.MODEL.toString()).waitFor()).as(program.output()).isZero();

        String shown = Program.blocks(PAGE, "text").get(0).text();
        String printed = program.output().lines()
                .filter(line -> line.contains(" -> ")) // without log messages
                .collect(Collectors.joining("\n"));
        ConsoleExamplesIT.requireShown(shown.lines().toList(), printed, PAGE);
    }
}
