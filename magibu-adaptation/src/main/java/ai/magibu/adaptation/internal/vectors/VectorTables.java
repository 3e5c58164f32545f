package ai.magibu.adaptation.internal.vectors;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.internal.file.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Opens the texts and vectors that a student learns from. */
public final class VectorTables {

    private VectorTables() {}

    /**
     * Reads every row once, checks it, and puts it into a temporary file, from which rows are read in any order. The file has about 4
     * bytes for each component and is deleted when the table is closed.
     *
     * @param sources Parquet files, JSON lines ({@code *.jsonl}), and folders of either, in this order; the files of a folder by name
     * @param temporaryFolder an existing folder for the temporary file
     * @throws AdaptationException if a file is missing, damaged or without such columns, differs from the folder's manifest, has no
     *     rows, or has a vector of another length or not finite; the message names file and row
     */
    public static VectorTable open(List<Path> sources, VectorColumns columns, Path temporaryFolder) {
        List<Path> files = sources.stream().flatMap(source -> files(source).stream()).toList();
        DiskVectorTable table = new DiskVectorTable(temporaryFolder);
        boolean opened = false;
        try {
            files.forEach(file -> new VectorSource(file, columns, table::add).read());
            if (table.rows() == 0) {
                throw new AdaptationException(sources + ": there are no rows with a text and a vector (" + table.dropped() + " without).");
            }
            opened = true;
            return table.finish();
        } finally {
            if (!opened) {
                table.close();
            }
        }
    }

    private static List<Path> files(Path source) {
        if (!Files.isDirectory(source)) {
            if (!Files.exists(source)) {
                throw new AdaptationException(source + ": no such file or folder.");
            }
            return List.of(source);
        }
        if (VectorManifest.exists(source)) {
            return VectorManifest.read(source).files(source);
        }
        try (Stream<Path> files = Files.list(source)) {
            List<Path> found = files.filter(VectorTables::isTable).sorted().toList();
            if (found.isEmpty()) {
                throw new AdaptationException(source + ": the folder has no Parquet files (*.parquet) and no JSON lines (*.jsonl).");
            }
            return found;
        } catch (IOException e) {
            throw new AdaptationException("The folder cannot be read: " + FileFault.reason(e), e);
        }
    }

    private static boolean isTable(Path file) {
        return file.toString().endsWith(VectorSource.PARQUET) || file.toString().endsWith(VectorSource.JSON_LINES);
    }
}
