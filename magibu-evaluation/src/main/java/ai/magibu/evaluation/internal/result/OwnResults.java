package ai.magibu.evaluation.internal.result;

import ai.magibu.evaluation.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.evaluation.result.RetrievalResult;
import ai.magibu.evaluation.result.ThresholdResult;
import com.fasterxml.jackson.databind.JsonNode;

/** The results of one user's data, such as {@code retrieval/NAME-HASH/}: one file for each encoder and its settings. */
public final class OwnResults<T> {

    private final Path folder;
    private final Function<T, String> fileName;
    private final Function<T, String> write;
    private final Function<JsonNode, T> read;

    private OwnResults(Path folder, Function<T, String> fileName, Function<T, String> write, Function<JsonNode, T> read) {
        this.folder = folder;
        this.fileName = fileName;
        this.write = write;
        this.read = read;
    }

    /**
     * Returns the results of searches.
     *
     * @param output the folder of all results
     * @param name the name of the data
     * @param hash the hash of the data, because results of other questions or documents must not be compared
     */
    public static OwnResults<RetrievalResult> retrieval(Path output, String name, String hash) {
        return new OwnResults<>(folder(output, "retrieval", name, hash), result -> RunName.vectors(result.encoder()), RetrievalFile::write,
                RetrievalFile::read);
    }

    /** As {@link #retrieval}, of thresholds. */
    public static OwnResults<ThresholdResult> thresholds(Path output, String name, String hash) {
        return new OwnResults<>(folder(output, "threshold", name, hash), result -> RunName.vectors(result.encoder()) + "-" + result.goal(),
                ThresholdFile::write, ThresholdFile::read);
    }

    private static Path folder(Path output, String kind, String name, String hash) {
        return output.resolve(kind).resolve(RunName.safe(name) + "-" + hash);
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Stores a result, in place of an earlier one of the same settings. */
    public void write(T result) {
        AtomicFile.write(folder.resolve(fileName.apply(result) + ".json"), write.apply(result));
    }

    /** Returns all results, by the names of the models and settings. */
    public List<T> readAll() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().map(file -> ResultJson.read(file, read)).toList();
        } catch (IOException e) {
            throw new EvaluationException(folder + ": earlier results cannot be read: " + FileFault.reason(e), e);
        }
    }
}
