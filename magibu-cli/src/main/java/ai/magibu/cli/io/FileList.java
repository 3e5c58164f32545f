package ai.magibu.cli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists files with their sizes, for people. */
public final class FileList {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private FileList() {}

    /** One line per file: name and size, in columns. */
    public static List<String> of(Path folder, List<String> names) throws IOException {
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            lines.add(String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s  %9s", name, size(Files.size(folder.resolve(name)))));
        }
        return lines;
    }

    /** In powers of 1000. */
    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
