package ai.magibu.adaptation.corpus;

import ai.magibu.adaptation.api.AdaptationException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Texts of one language. Immutable.
 *
 * @param language the name of the language, such as {@code tr}
 * @param files text files in UTF-8 with one text on each line, JSON lines with a member {@code text} ({@code *.jsonl}), or Parquet files
 *     with a column {@code text} ({@code *.parquet})
 */
public record Corpus(String language, List<Path> files) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the language is blank or there are no files
     */
    public Corpus {
        files = List.copyOf(files);
        if (language.isBlank()) {
            throw new IllegalArgumentException("the name of the language is blank");
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("the corpus of " + language + " has no files");
        }
    }

    /**
     * Returns a corpus of files and folders. A folder stands for the files in it and in its subfolders that end in {@code .txt}, {@code
     * .md}, {@code .jsonl} or {@code .parquet}, in the order of their paths.
     *
     * @throws AdaptationException if a folder has no such files or cannot be read
     * @throws IllegalArgumentException if the language is blank or there are no paths
     */
    public static Corpus of(String language, List<Path> paths) {
        return new Corpus(language, paths.stream().flatMap(path -> TextFile.in(path).stream()).toList());
    }

    /**
     * Gives every text to a consumer, file after file, in order. Blank texts are left out. Only one text is in memory.
     *
     * @throws AdaptationException if a file cannot be read, is not UTF-8 or has a row without a text; the message names the row
     */
    public void forEach(Consumer<String> consumer) {
        files.forEach(file -> TextFile.read(file, consumer));
    }
}
