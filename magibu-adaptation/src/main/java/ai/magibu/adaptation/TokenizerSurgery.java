package ai.magibu.adaptation;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.bpe.ContinuedTraining;
import ai.magibu.adaptation.internal.count.TextCounter;
import ai.magibu.adaptation.internal.count.TextCounts;
import ai.magibu.adaptation.internal.report.SurgeryReport;
import ai.magibu.adaptation.internal.surgery.LanguageCounts;
import ai.magibu.adaptation.internal.surgery.Measure;
import ai.magibu.adaptation.internal.surgery.Summary;
import ai.magibu.adaptation.internal.surgery.Surgery;
import ai.magibu.adaptation.internal.surgery.Texts;
import ai.magibu.adaptation.internal.surgery.WeightedWords;
import ai.magibu.adaptation.internal.tokenizer.PartTokens;
import ai.magibu.adaptation.internal.tokenizer.SideFiles;
import ai.magibu.adaptation.internal.tokenizer.TextCutter;
import ai.magibu.adaptation.internal.tokenizer.TokenizerFile;
import ai.magibu.adaptation.internal.tokenizer.TokenizerWriter;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.embedding.source.ModelParts;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes a tokenizer for a student from a teacher's: removes tokens that the counted texts need least, and adds tokens that make them
 * shorter.
 *
 * <p>Running text and word lists are counted for each language. Tokens stay by their weighted frequency, together with the tokens that
 * their own merges pass through; special tokens, bytes and single characters always stay. New tokens come from byte-pair training that
 * continues on the teacher's own segmentation, so the new tokenizer makes them of their own text. The same texts and settings give the
 * same file, whatever the number of threads.
 *
 * <p>Supported are tokenizers in the style of Gemma: BPE with byte fallback where {@code ▁} stands for a blank.
 *
 * <p>Not safe for concurrent use.
 */
public final class TokenizerSurgery {

    /** The default share of new tokens. */
    public static final double DEFAULT_ADDED_SHARE = 0.3;

    private static final int LONGEST_TOKEN = 24;

    private final Supplier<Path> source;
    private final Path output;
    private final int size;
    private int added;
    private long leastCount = 2;
    private int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    private final Texts texts = new Texts();
    private final Set<String> named = new LinkedHashSet<>();
    private final List<Corpus> heldOut = new ArrayList<>();
    private Consumer<String> progress = step -> {};

    private TokenizerSurgery(Supplier<Path> source, Path output, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be positive: " + size);
        }
        this.source = source;
        this.output = output;
        this.size = size;
        this.added = (int) (size * DEFAULT_ADDED_SHARE);
    }

    /**
     * Prepares a surgery.
     *
     * @param teacher a model folder, a folder with a {@code tokenizer.json}, or such a file
     * @param output the folder for the new files, not the teacher's; it is created if it does not exist
     * @param size the number of tokens of the new tokenizer, at most the teacher's
     * @throws IllegalArgumentException if the size is not positive
     */
    public static TokenizerSurgery of(Path teacher, Path output, int size) {
        return new TokenizerSurgery(() -> teacher, output, size);
    }

    /**
     * Does the same as {@link #of(Path, Path, int)} with a model from any source. The weights are not downloaded. {@link #run()} throws
     * what {@link ModelSource#resolve()} throws.
     */
    public static TokenizerSurgery of(ModelSource teacher, Path output, int size) {
        return new TokenizerSurgery(() -> teacher.resolve(ModelParts.WITHOUT_WEIGHTS, UserCache.directory()).folder(), output, size);
    }

    /** Adds running text of a language. */
    public TokenizerSurgery corpus(Corpus corpus) {
        texts.corpus(corpus);
        return this;
    }

    /**
     * Adds a word list of a language, which makes half of the language's weight if there is running text too.
     *
     * @param file lines such as {@code kitap 1200}, in lower case; capitalized forms are counted at a tenth
     */
    public TokenizerSurgery wordList(String language, Path file) {
        texts.wordList(language, file);
        return this;
    }

    /**
     * Sets the weight of a language against others. The default is 1, whatever the amount of text.
     *
     * @throws IllegalArgumentException if the weight is not positive and finite
     */
    public TokenizerSurgery weight(String language, double weight) {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("the weight of " + language + " must be positive and finite: " + weight);
        }
        texts.weight(language, weight);
        return this;
    }

    /** Learns new tokens from a language. The default is all languages, by weight. */
    public TokenizerSurgery learnFrom(String language) {
        texts.learnFrom(language);
        return this;
    }

    /** Adds texts that are only measured. */
    public TokenizerSurgery heldOut(Corpus corpus) {
        heldOut.add(corpus);
        return this;
    }

    /**
     * Sets the number of new tokens. The default is {@value #DEFAULT_ADDED_SHARE} of the size.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public TokenizerSurgery added(int tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("the number of new tokens must not be negative: " + tokens);
        }
        added = tokens;
        return this;
    }

    /**
     * Adds one token whatever its frequency, made from the longest token that starts it and the rest. The new tokenizer perhaps never makes
     * it, which the result tells. A token of the teacher stays as it is.
     *
     * @param text the token; a blank starts a word
     * @throws IllegalArgumentException if it is empty
     */
    public TokenizerSurgery token(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a token must not be empty");
        }
        named.add(text.replace(' ', BpeModel.WORD_START));
        return this;
    }

    /**
     * Sets how often a pair of tokens must occur to become a token. The default is 2.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public TokenizerSurgery leastCount(long count) {
        if (count < 1) {
            throw new IllegalArgumentException("the least count must be at least 1: " + count);
        }
        leastCount = count;
        return this;
    }

    /**
     * Sets the number of counting threads. The default is the number of processors. It does not change the result.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public TokenizerSurgery threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of threads must be at least 1: " + count);
        }
        threads = count;
        return this;
    }

    /** Reports what happens, step by step. */
    public TokenizerSurgery progress(Consumer<String> listener) {
        progress = listener;
        return this;
    }

    /**
     * Writes {@code tokenizer.json}, the teacher's settings files with the new IDs, {@code report.html} and {@code report.json}.
     *
     * @throws AdaptationException if the teacher's tokenizer is unsupported or contradicts itself, a text cannot be read, a language has no
     *     words, the size does not fit, or a file cannot be written
     */
    public SurgeryResult run() {
        Path file = teacherFile();
        progress.accept("reading " + file);
        TokenizerFile tokenizer = TokenizerFile.read(file);
        tokenizer.requireApart(named);
        BpeModel model = tokenizer.model();
        SideFiles sideFiles = SideFiles.of(file);
        TextCutter cutter = new TextCutter(tokenizer, named);
        List<LanguageCounts> languages = texts.count(cutter, threads, progress);
        progress.accept("weighing words");
        WeightedWords words = WeightedWords.of(model, new PartTokens(model, tokenizer.addedTokens()), languages, texts.learned());
        Set<String> required = tokenizer.requiredTokens();
        required.addAll(sideFiles.namedTokens());
        progress.accept("pruning and training");
        Surgery.Plan plan = new Surgery.Plan(size, added, List.copyOf(named), new ContinuedTraining.Limits(LONGEST_TOKEN, leastCount));
        Surgery.Models models = Surgery.run(model, plan, required, words);
        progress.accept("measuring");
        List<TextFertility> fertility = measure(new Measure(model, models, tokenizer.addedTokens()), cutter, languages);
        Summary summary = new Summary(model, models);
        progress.accept("writing " + output);
        createOutput();
        Path written = output.resolve(ModelFiles.TOKENIZER);
        TokenizerWriter.write(tokenizer, models.adapted(), written);
        sideFiles.write(output, models.adapted());
        SurgeryResult result = new SurgeryResult(written, model.tokens().size(), size, models.pruned().tokens().size(), summary.returned(),
                summary.newTokens(), summary.unreachable(), model.merges().size(), models.adapted().merges().size(),
                tokenizer.tokensWithoutRow(), Summary.texts(languages), fertility);
        SurgeryReport.write(result, output);
        return result;
    }

    private Path teacherFile() {
        Path teacher = source.get();
        Path file = teacher;
        if (Files.isDirectory(teacher)) {
            file = teacher.resolve(ModelFiles.TOKENIZER);
            if (!Files.exists(file)) {
                file = ModelConfigReader.read(teacher).transformerFolder().resolve(ModelFiles.TOKENIZER);
            }
        }
        if (!Files.isRegularFile(file)) {
            throw new AdaptationException(file + ": no such file. Name the teacher's folder or its tokenizer.json.");
        }
        if (isSame(output.resolve(ModelFiles.TOKENIZER), file) || isSame(output, teacher)) {
            throw new AdaptationException(output + " is the teacher's folder. Choose another output folder.");
        }
        return file;
    }

    private static boolean isSame(Path first, Path second) {
        try {
            return Files.exists(first) && Files.isSameFile(first, second);
        } catch (IOException e) {
            throw new AdaptationException(first + ": the file cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }

    private void createOutput() {
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new AdaptationException(output + ": the folder cannot be created: " + FileFault.reason(e), e);
        }
    }

    private List<TextFertility> measure(Measure measure, TextCutter cutter, List<LanguageCounts> languages) {
        List<TextFertility> fertility = new ArrayList<>();
        for (LanguageCounts language : languages) {
            if (language.text().words() > 0) {
                fertility.add(measure.of(language.language(), language.language(), false, language.text()));
            }
        }
        for (Corpus corpus : heldOut) {
            TextCounts counts = TextCounter.count(corpus, cutter, threads);
            if (counts.words() == 0) {
                throw new AdaptationException("The held-out texts of " + corpus.language() + " have no words. Name files with text.");
            }
            String files = corpus.files().stream().map(path -> String.valueOf(path.getFileName())).collect(Collectors.joining(", "));
            fertility.add(measure.of(corpus.language(), files, true, counts));
        }
        fertility.sort(Comparator.comparing(TextFertility::language));
        return fertility;
    }
}
