package ai.magibu.cli.evaluate;

import java.nio.file.Path;

/** The name of a user's data in reports. */
final class DataName {

    private DataName() {}

    /** Returns the name of a file or folder without its ending. */
    static String of(Path file) {
        return String.valueOf(file.toAbsolutePath().normalize().getFileName()).replaceFirst("\\.[^.]+$", "");
    }
}
