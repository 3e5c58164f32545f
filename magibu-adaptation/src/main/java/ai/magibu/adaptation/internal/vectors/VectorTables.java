package ai.magibu.adaptation.internal.vectors;

import java.nio.file.Path;
import java.util.List;

/** Opens the texts and vectors that a student learns from. */
public final class VectorTables {

    private VectorTables() {}

    /**
     * Reads every row once, checks it, and puts it into a temporary file, from which rows are read in any order. The file has about 4
     * bytes for each component and is deleted when the table is closed.
     *
     * @param sources Parquet files, JSON lines ({@code *.jsonl}), and folders of either, in this order; the files of a folder by name
     * @param temporaryFolder an existing folder for the temporary file
     * @throws ai.magibu.adaptation.api.AdaptationException if a file is missing, damaged or has no such columns, if a checksum differs from
     *     the folder's manifest, or if a vector has another length than the first or a component that is not finite; the message names
     *     file and row
     */
    public static VectorTable open(List<Path> sources, VectorColumns columns, Path temporaryFolder) {
        throw new UnsupportedOperationException(sources + " " + columns + " " + temporaryFolder);
    }
}
