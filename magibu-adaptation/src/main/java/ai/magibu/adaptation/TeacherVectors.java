package ai.magibu.adaptation;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.adaptation.internal.vectors.VectorFolder;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.internal.config.Prompts;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Computes a teacher's vectors of texts, for a student to learn from. The output is a folder of Parquet files {@code part-00000.parquet},
 * {@code part-00001.parquet} … with the columns {@code lang}, {@code text} and {@code teacher_embedding_final} (a list of float32). The
 * authors' distil-trainer reads them. A {@code manifest.json} names the teacher, the texts, and the rows and checksum of each file.
 *
 * <p>A prompt is part of the stored text. So a student, which reads that column without a prompt, learns from what the teacher read.
 *
 * <p>A run that was stopped continues behind its last whole file. Memory holds one file. Needs DuckDB.
 */
public final class TeacherVectors {

    private TeacherVectors() {}

    /**
     * How the texts are embedded and stored. The teacher's own settings decide the longest text and what happens to a longer one.
     *
     * @param prompt the prompt before each text, stored with it. The authors use {@link Prompt#NONE}
     * @param rowsPerShard the rows of a file, from 1 to 50,000. What a stopped run loses is at most one file
     */
    public record Settings(Prompt prompt, int rowsPerShard) {

        private static final int MOST_ROWS = 50_000;

        /** @throws IllegalArgumentException if the rows are out of range */
        public Settings {
            if (rowsPerShard < 1 || rowsPerShard > MOST_ROWS) {
                throw new IllegalArgumentException("the rows of a file must be from 1 to " + MOST_ROWS + ", not " + rowsPerShard);
            }
        }

        /** Returns no prompt, and 8,192 rows in a file. */
        public static Settings defaults() {
            return new Settings(Prompt.NONE, 8192);
        }
    }

    /** Receives the progress of a run. */
    @FunctionalInterface
    public interface Progress {

        /**
         * Is called at the start and after every few hundred texts, in the thread of the run.
         *
         * @param rows the rows that are embedded, those of earlier runs included
         * @param total the count of all rows
         */
        void embedded(long rows, long total);
    }

    /**
     * The result of a run.
     *
     * @param rows the rows in the folder
     * @param truncated the number of texts that were cut
     * @param kept the rows that an earlier run left
     */
    public record Result(long rows, long truncated, long kept) {}

    /**
     * Embeds every text that is not blank, in order; none is left out as a duplicate. All texts are read and counted first, so that a bad
     * line is found before hours of work.
     *
     * @param output a folder that does not exist or is empty, or that of a stopped run with the same teacher, texts and settings
     * @throws AdaptationException if a text cannot be read or is too long for the teacher's policy, if there are no texts, if the folder
     *     holds something else or cannot be written, or if DuckDB is missing
     * @throws IllegalArgumentException if the teacher does not define the prompt
     */
    public static Result write(MagibuEmbedder teacher, List<Corpus> corpora, Path output, Settings settings, Progress progress) {
        String prompt = promptText(teacher.info(), settings.prompt());
        AtomicLong count = new AtomicLong();
        corpora.forEach(corpus -> corpus.forEach(text -> count.incrementAndGet()));
        long rows = count.get();
        if (rows == 0) {
            throw new AdaptationException("There are no texts to embed: all files of the corpus are empty.");
        }
        JsonNode origin = VectorFolder.settings(teacher, settings.prompt(), settings.rowsPerShard(), corpora);
        VectorFolder folder = VectorFolder.open(output, origin, rows);
        progress.embedded(folder.keptRows(), rows);
        long truncated = folder.write(teacher, prompt, settings.rowsPerShard(), corpora, done -> progress.embedded(done, rows));
        return new Result(rows, truncated, folder.keptRows());
    }

    private static String promptText(ModelInfo teacher, Prompt prompt) {
        return new Prompts(teacher.prompts(), teacher.defaultPrompt()).resolve(prompt, Passage.of(""));
    }
}
