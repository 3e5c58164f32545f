package ai.magibu.evaluation.internal.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.result.RetrievalResult;

/** The results of one user's data: {@code retrieval/NAME-HASH/}, one file for each encoder and its settings. */
public final class RetrievalFolder {

    private final Path folder;

    /**
     * @param output the folder of all results
     * @param name the name of the data
     * @param hash the hash of the data, because results of other questions or documents must not be compared
     */
    public RetrievalFolder(Path output, String name, String hash) {
        this.folder = output.resolve("retrieval").resolve(RunName.safe(name) + "-" + hash);
    }

    /** Returns the folder. */
    public Path path() {
        return folder;
    }

    /** Stores a result, in place of an earlier one of the same settings. */
    public void write(RetrievalResult result) {
        AtomicFile.write(folder.resolve(RunName.vectors(result.encoder()) + ".json"), RetrievalFile.write(result));
    }

    /** Returns all results, by the names of the models and settings. */
    public List<RetrievalResult> readAll() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().map(ResultJson::read).map(RetrievalFile::read).toList();
        } catch (IOException e) {
            throw new EvaluationException(folder + ": earlier results cannot be read: " + e.getMessage(), e);
        }
    }
}
