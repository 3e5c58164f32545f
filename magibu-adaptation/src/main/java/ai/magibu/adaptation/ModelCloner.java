package ai.magibu.adaptation;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.cloning.ClonedTable;
import ai.magibu.adaptation.internal.cloning.CloneRecord;
import ai.magibu.adaptation.internal.cloning.Composition;
import ai.magibu.adaptation.internal.cloning.RowSources;
import ai.magibu.adaptation.internal.cloning.StudentConfig;
import ai.magibu.adaptation.internal.cloning.StudentTokenizer;
import ai.magibu.adaptation.internal.cloning.Vocabulary;
import ai.magibu.adaptation.internal.folder.ModelFolder;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter.Entry;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.internal.config.OutputModule;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a student of a teacher for another tokenizer: the same model with another embedding table. A token that the teacher has keeps its
 * row. The row of any other token is the mean of the rows of the tokens that the teacher makes of its raw string. This is the rule of the
 * authors' {@code clone_embeddinggemma.py}. As there, the weights of the transformer are rounded once to BF16. The other modules are
 * copied.
 *
 * <p>The weights are streamed. The memory is that of the two vocabularies, whatever the size of the model.
 */
public final class ModelCloner {

    private static final String OUTPUT_HEAD = "lm_head.weight";

    private ModelCloner() {}

    /** How the rows of several tokens become one row. Both sum in float32, in the tokens' order. */
    public enum Strategy {

        /** The mean. */
        MEAN(Composition.MEAN),

        /** Weights n, n − 1, … 1, divided by their sum. */
        WEIGHTED(Composition.WEIGHTED);

        private final Composition composition;

        Strategy(Composition composition) {
            this.composition = composition;
        }
    }

    /**
     * The origins of the rows of the student's table.
     *
     * @param copied rows of the teacher
     * @param composed rows made of several rows, or of one row under another name
     * @param unknown rows of the teacher's unknown token
     */
    public record Rows(int copied, int composed, int unknown) {}

    /**
     * Makes the student's folder: the teacher's settings, the student's tokenizer, the weights, {@code adaptation.json} with the origin,
     * and a short model card. It is complete when it appears under its name.
     *
     * @param teacher the folder of a SentenceTransformers model
     * @param tokenizer the student's {@code tokenizer.json}, or its folder
     * @param output a folder that does not exist or is empty
     * @throws AdaptationException if the tokenizer cannot be read, if its ids are not 0 to n − 1, if it lacks a special token, or if the
     *     output is not free or cannot be written
     * @throws ai.magibu.embedding.api.MagibuException if the teacher cannot be read
     */
    public static Rows cloneModel(Path teacher, Path tokenizer, Path output, Strategy strategy) {
        ModelFolder.requireFree(output);
        StudentTokenizer studentTokenizer = new StudentTokenizer(tokenizer);
        Vocabulary student = Vocabulary.read(studentTokenizer.file());
        CheckedModel model = CheckedModel.open(teacher.toAbsolutePath().normalize());
        Vocabulary source = Vocabulary.read(model.tokenizer());
        RowSources sources = RowSources.find(source, model.config(), student);
        ModelFolder.create(model.folder(), output, folder -> {
            Path transformer = inside(folder, model, model.config().transformerFolder());
            StudentConfig.rewrite(transformer.resolve(ModelFiles.CONFIG), source, student);
            studentTokenizer.write(transformer, student);
            writeWeights(transformer, model, sources, strategy.composition);
            for (OutputModule module : model.config().outputModules()) {
                if (module instanceof OutputModule.Dense dense) {
                    for (Path file : Checkpoint.open(dense.folder()).files()) {
                        Files.copy(file, inside(folder, model, file));
                    }
                }
            }
            new CloneRecord(model, studentTokenizer.file(), sources, strategy.composition).write(folder);
            requireLoadable(folder, studentTokenizer.file());
        });
        return new Rows(sources.copied(), sources.composed(), sources.unknown());
    }

    private static Path inside(Path folder, CheckedModel model, Path part) {
        return folder.resolve(model.folder().relativize(part).toString());
    }

    private static void writeWeights(Path folder, CheckedModel model, RowSources sources, Composition composition) throws IOException {
        Tensor embedding = model.weights().embedding();
        List<Entry> entries = new ArrayList<>();
        Checkpoint.open(model.config().transformerFolder()).tensors().values().stream()
                .filter(tensor -> !tensor.name().equals(embedding.name()) && !tensor.name().equals(OUTPUT_HEAD))
                .forEach(tensor -> entries.add(Entry.copy(tensor, DType.BF16)));
        try (ClonedTable table = new ClonedTable(embedding, sources, composition)) {
            entries.add(new Entry(embedding.name(), DType.BF16, List.of((long) sources.rows(), embedding.shape().get(1)), table));
            SafetensorsWriter.write(folder.resolve(ModelFiles.WEIGHTS), entries, Map.of());
        }
    }

    /** A fault in the student's tokenizer is found here, before the folder has its name. */
    private static void requireLoadable(Path folder, Path tokenizer) {
        CheckedModel student = CheckedModel.open(folder);
        try {
            TextTokenizer.load(student.tokenizer(), student.config()).close();
        } catch (MagibuException e) { // names the copy, which is about to be deleted
            throw new AdaptationException(
                    String.valueOf(e.getMessage()).replace(student.tokenizer().toString(), tokenizer.toString()), e);
        }
    }
}
