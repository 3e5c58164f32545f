package ai.magibu.adaptation.internal.train;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.student.Student;
import ai.magibu.adaptation.internal.student.StudentTensor;
import ai.magibu.adaptation.internal.student.StudentTensor.Part;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.evaluation.internal.file.AtomicFile;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.FileTree;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a training: folders {@code step-N} with {@code model.safetensors} (the trained weights and their moments in float32)
 * and {@code state.json}, and the hashes of both. A folder gets its name when it is complete. The last two are kept, and {@code best} with
 * the weights of the best validation.
 */
public final class Checkpoints {

    private static final int KEPT = 2;
    private static final Pattern NAME = Pattern.compile("step-\\d+");
    private static final String UNFINISHED = ".tmp";
    private static final String BEST = "best";
    private static final String FORMER_BEST = "best.former";
    private static final String WEIGHTS = "model.safetensors";
    private static final String STATE = "state.json";
    private static final List<String> FILES = List.of(WEIGHTS, STATE);
    private static final String RUN = "run";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Path model;
    private final Map<String, String> run;

    private record Place(Tensor stored, StudentTensor tensor, Part part) {}

    /**
     * @param folder the folder of the checkpoints
     * @param model the student's folder
     * @param run everything that has to be the same when the training is resumed, by name
     */
    public Checkpoints(Path folder, Path model, Map<String, String> run) {
        this.folder = folder;
        this.model = model;
        this.run = new TreeMap<>(run);
    }

    /** Returns whether an earlier run has left checkpoints. */
    public boolean exist() {
        return !found().isEmpty();
    }

    Path save(Student student, TrainingState state) {
        Path target = folder.resolve("step-" + state.step());
        write(target, student, Part.values(), state);
        List<Path> older = found();
        older.stream().skip(KEPT).forEach(Checkpoints::delete);
        return target;
    }

    void saveBest(Student student, TrainingState state) {
        write(folder.resolve(BEST), student, new Part[] {Part.WEIGHT}, state);
    }

    /** @throws AdaptationException if the best weights are missing or damaged */
    void requireBest() {
        Path best = folder.resolve(BEST);
        try {
            Checksums.require(best, FILES);
        } catch (IOException e) {
            throw new AdaptationException(best + ": the weights with the best mean cosine cannot be used: " + FileFault.reason(e)
                    + ". The training cannot be continued; delete " + folder.getParent() + " and start again.", e);
        }
    }

    void restoreBest(Student student) {
        requireBest();
        Path best = folder.resolve(BEST);
        try {
            restore(student, best, new Part[] {Part.WEIGHT});
        } catch (IOException | MagibuException e) {
            throw new AdaptationException(best + ": the best weights cannot be read: " + FileFault.reason(e), e);
        }
    }

    private void write(Path target, Student student, Part[] parts, TrainingState state) {
        Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            Files.createDirectories(temporary);
            List<SafetensorsWriter.Entry> entries = new ArrayList<>();
            for (StudentTensor tensor : student.tensors()) {
                for (Part part : tensor.isTrained() ? parts : new Part[0]) {
                    entries.add(new SafetensorsWriter.Entry(
                            name(tensor, part), DType.F32, tensor.shape(), (first, into) -> tensor.read(part, first, into)));
                }
            }
            SafetensorsWriter.write(temporary.resolve(WEIGHTS), entries, Map.of());
            ObjectNode json = JSON.createObjectNode();
            ObjectNode settings = json.putObject(RUN);
            run.forEach(settings::put);
            state.write(json);
            AtomicFile.replace(temporary.resolve(STATE), JSON.writeValueAsBytes(json));
            Checksums.write(temporary, FILES);
            replace(target, temporary);
        } catch (IOException e) {
            throw new AdaptationException(target + ": the checkpoint cannot be written: " + FileFault.reason(e), e);
        } finally {
            delete(temporary);
        }
    }

    /** A folder cannot be replaced in one step; {@link #repair} puts the former best weights back if the process ends in between. */
    private void replace(Path target, Path complete) throws IOException {
        Path former = folder.resolve(FORMER_BEST);
        if (Files.exists(target) && target.endsWith(BEST)) {
            Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
        }
        delete(target);
        Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
        delete(former);
    }

    /** Removes what a run has left that was killed while it saved. */
    private void repair() {
        Path former = folder.resolve(FORMER_BEST);
        Path best = folder.resolve(BEST);
        try {
            if (Files.exists(former) && !Files.exists(best)) {
                Files.move(former, best, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new AdaptationException(former + ": the folder cannot be renamed: " + FileFault.reason(e), e);
        }
        delete(former);
        files(name -> name.endsWith(UNFINISHED)).forEach(Checkpoints::delete);
    }

    /**
     * Puts the latest usable checkpoint into a student.
     *
     * @param ignored gets each checkpoint that cannot be used, and the reason
     * @return the state; that of a new training if there is no usable checkpoint
     * @throws AdaptationException if a checkpoint is of a training with other settings or data
     */
    TrainingState restore(Student student, BiConsumer<Path, String> ignored) {
        repair();
        for (Path checkpoint : found()) {
            try {
                Checksums.require(checkpoint, FILES);
                JsonNode json = JSON.readTree(Files.readAllBytes(checkpoint.resolve(STATE)));
                requireSame(checkpoint, json.path(RUN));
                TrainingState state = TrainingState.read(json);
                restore(student, checkpoint, Part.values());
                student.restore(state.step());
                return state;
            } catch (IOException | MagibuException e) {
                ignored.accept(checkpoint, FileFault.reason(e));
            }
        }
        return new TrainingState();
    }

    private void restore(Student student, Path checkpoint, Part[] parts) throws IOException {
        Map<String, Tensor> stored = Checkpoint.open(checkpoint).tensors();
        List<Place> places = new ArrayList<>(); // all are found before the first is restored
        for (StudentTensor tensor : student.tensors()) {
            for (Part part : tensor.isTrained() ? parts : new Part[0]) {
                Tensor found = stored.get(name(tensor, part));
                if (found == null || !found.shape().equals(tensor.shape())) {
                    throw new IOException("the tensor " + name(tensor, part) + " of shape " + tensor.shape() + " is missing");
                }
                places.add(new Place(found, tensor, part));
            }
        }
        for (Place place : places) {
            place.tensor().restore(place.part(), place.stored());
        }
    }

    private void requireSame(Path checkpoint, JsonNode stored) throws IOException {
        if (!stored.isObject()) {
            throw new IOException("its settings are missing");
        }
        Map<String, String> before = new TreeMap<>();
        stored.properties().forEach(entry -> before.put(entry.getKey(), entry.getValue().asText()));
        Set<String> names = new TreeSet<>(run.keySet());
        names.addAll(before.keySet());
        List<String> differences = names.stream()
                .filter(name -> !Objects.equals(run.get(name), before.get(name)))
                .map(name -> name + " was " + shown(before.get(name)) + ", now " + shown(run.get(name)))
                .toList();
        if (!differences.isEmpty()) {
            throw new AdaptationException(checkpoint + ": the training cannot be resumed with other settings or data: "
                    + String.join("; ", differences) + ". Use the same ones, or start again in another output folder.");
        }
    }

    private static String shown(@Nullable String value) {
        return value == null || value.isEmpty() ? "not set" : value;
    }

    /** Returns the checkpoints, the latest first. */
    private List<Path> found() {
        return files(name -> NAME.matcher(name).matches()).stream().sorted(Comparator.comparingLong(Checkpoints::step).reversed()).toList();
    }

    private List<Path> files(Predicate<String> names) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> names.test(file.getFileName().toString())).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new AdaptationException(folder + ": the checkpoints cannot be listed: " + FileFault.reason(e), e);
        }
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("step-".length()));
    }

    private String name(StudentTensor tensor, Part part) {
        Path file = tensor.origin().file();
        Path module = model.toAbsolutePath().normalize().relativize(file.toAbsolutePath().normalize()).getParent();
        String name = module == null ? tensor.origin().name() : module.toString().replace('\\', '/') + "/" + tensor.origin().name();
        return switch (part) {
            case WEIGHT -> name;
            case FIRST_MOMENT -> name + ":first";
            case SECOND_MOMENT -> name + ":second";
        };
    }

    private static void delete(Path path) {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            throw new AdaptationException(path + ": the old checkpoint cannot be deleted: " + FileFault.reason(e), e);
        }
    }
}
