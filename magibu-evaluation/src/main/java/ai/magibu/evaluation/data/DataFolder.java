package ai.magibu.evaluation.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.evaluation.task.Task;
import ai.magibu.hub.RepositoryId;

/**
 * A folder with data sets. The data set {@code owner/name} of a task is in the first of these folders that exists: {@code owner/name},
 * {@code owner__name}, {@code name}, and the name of the task. Immutable and thread-safe.
 */
public final class DataFolder implements DataSource {

    private final Path folder;

    /**
     * Creates a source.
     *
     * @param folder the folder
     * @throws EvaluationException if the folder does not exist
     */
    public DataFolder(Path folder) {
        this.folder = existing(folder);
    }

    @Override
    public DataFiles open(Task task) {
        Path found = find(task).orElseThrow(() -> new EvaluationException(
                folder + ": the data set " + task.dataset() + " of the task " + task.name() + " is missing. Expected one of the folders "
                        + candidates(task).map(folder::relativize).map(Path::toString).collect(Collectors.joining(", ")) + "."));
        return new Contents(found, names(found));
    }

    /**
     * Returns a source that has this folder's data sets and those of another source. This folder comes first.
     *
     * @param next the source of the data sets that the folder does not have
     * @return a source
     */
    public DataSource before(DataSource next) {
        return task -> find(task).isPresent() ? open(task) : next.open(task);
    }

    /** Returns the files of a folder that is one data set. */
    static DataFiles contents(Path folder) {
        return new Contents(folder, names(existing(folder)));
    }

    private static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new EvaluationException(folder + ": the folder does not exist.");
        }
        return folder;
    }

    private Optional<Path> find(Task task) {
        return candidates(task).filter(Files::isDirectory).findFirst();
    }

    private Stream<Path> candidates(Task task) {
        String id = task.dataset();
        return Stream.of(id, id.replace("/", "__"), id.substring(id.indexOf('/') + 1), task.name()).map(folder::resolve);
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString().replace('\\', '/')).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new EvaluationException(folder + ": the folder cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }

    private record Contents(Path folder, List<String> names) implements DataFiles {

        /** A snapshot in a hub's cache has the name of its commit. */
        @Override
        public String revision() {
            String name = String.valueOf(folder.getFileName());
            return RepositoryId.isCommit(name) ? name : "main";
        }

        @Override
        public List<Path> fetch(List<String> wanted) {
            return wanted.stream().map(folder::resolve).toList();
        }

        @Override
        public String toString() {
            return folder.toString();
        }
    }
}
