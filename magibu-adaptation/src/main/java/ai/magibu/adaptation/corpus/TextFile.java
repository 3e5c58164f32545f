package ai.magibu.adaptation.corpus;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.evaluation.internal.file.StrictText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A file of texts. */
final class TextFile {

    private static final String TEXT = "text";
    private static final List<String> ENDINGS = List.of(".txt", ".md", ".jsonl", ".parquet");
    private static final JsonMapper JSON = new JsonMapper();

    private TextFile() {}

    /** Returns the files of texts in a folder, or the path alone if it is not a folder. */
    static List<Path> in(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> found = files.filter(Files::isRegularFile).filter(TextFile::hasTexts).sorted().toList();
            if (found.isEmpty()) {
                throw new AdaptationException(path + ": the folder has no files " + String.join(", ", ENDINGS) + ".");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw new AdaptationException(path + ": the folder cannot be read: " + FileFault.reason(e), e);
        }
    }

    private static boolean hasTexts(Path file) {
        return ENDINGS.stream().anyMatch(ending -> file.toString().endsWith(ending));
    }

    static void read(Path file, Consumer<String> consumer) {
        if (file.toString().endsWith(".parquet")) {
            ParquetTexts.read(file, consumer);
            return;
        }
        boolean jsonLines = file.toString().endsWith(".jsonl");
        long number = 0;
        try (BufferedReader lines = StrictText.open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = jsonLines && !line.isBlank() ? text(file, number, line) : line;
                if (!text.isBlank()) {
                    consumer.accept(text);
                }
            }
        } catch (IOException e) {
            EvaluationException fault = StrictText.unreadable(file, number, e);
            throw new AdaptationException(String.valueOf(fault.getMessage()), e);
        }
    }

    private static String text(Path file, long number, String line) {
        try {
            JsonNode text = JSON.readTree(line).path(TEXT);
            if (text.isTextual()) {
                return text.textValue();
            }
        } catch (JsonProcessingException e) {
            throw new AdaptationException(file + ", line " + number + ": it is not valid JSON.", e);
        }
        throw new AdaptationException(file + ", line " + number + ": it has no string \"" + TEXT + "\".");
    }
}
