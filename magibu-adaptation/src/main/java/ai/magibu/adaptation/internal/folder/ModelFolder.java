package ai.magibu.adaptation.internal.folder;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Stream;

/** A new folder of a model, which appears under its name only when it is complete. */
public final class ModelFolder {

    private ModelFolder() {}

    /** Writes what is not copied. */
    @FunctionalInterface
    public interface Content {

        /** Writes into the folder, which already holds the copied files. */
        void write(Path folder) throws IOException;
    }

    /**
     * Checks, before the work, that a folder can be made.
     *
     * @throws AdaptationException if there is a file of this name, or a folder that is not empty
     */
    public static void requireFree(Path output) {
        try (Stream<Path> files = Files.list(output)) {
            if (files.findAny().isPresent()) {
                throw new AdaptationException("The output folder " + output + " is not empty. Name a new one, or delete it first.");
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw unwritable(output, e);
        }
    }

    /**
     * Copies a SentenceTransformers model without its weights: the files that make the model, as {@link ModelFiles} knows them, and
     * nothing else. A folder next to the output is filled and renamed, so a run that fails leaves nothing of the output's name.
     *
     * @param model the folder of {@code modules.json}
     * @param output a folder that does not exist or is empty; its parents are created
     * @param content writes the rest, and may replace copied files
     * @throws AdaptationException if the output is not free or cannot be written
     */
    public static void create(Path model, Path output, Content content) {
        requireFree(output);
        Path target = output.toAbsolutePath().normalize();
        Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(temporary);
            ModelFiles.fetch(model.toString(), new CopiedFiles(model, temporary), false);
            content.write(temporary);
            Files.deleteIfExists(target);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(output, e);
        } finally {
            delete(temporary);
        }
    }

    private static AdaptationException unwritable(Path output, Exception e) {
        return new AdaptationException("The output folder " + output + " cannot be written: " + FileFault.reason(e), e);
    }

    private static void delete(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            // it has no name that anybody reads
        }
    }
}
