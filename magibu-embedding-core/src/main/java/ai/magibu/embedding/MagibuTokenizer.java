package ai.magibu.embedding;

import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.embedding.source.ModelParts;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.hub.files.UserCache;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A model's tokenizer on its own: counts and token ids, without loading the model. Nothing is truncated. Safe for concurrent
 * use.
 */
public final class MagibuTokenizer implements AutoCloseable {

    private final TextTokenizer tokenizer;
    /** Whether it is an embedder's, whose calls use it too. */
    private final boolean borrowed;

    private final Lifecycle lifecycle = new Lifecycle(() -> new IllegalStateException("this tokenizer is closed"));

    private MagibuTokenizer(TextTokenizer tokenizer, boolean borrowed) {
        this.tokenizer = tokenizer;
        this.borrowed = borrowed;
    }

    static MagibuTokenizer borrowed(TextTokenizer tokenizer) {
        return new MagibuTokenizer(tokenizer, true);
    }

    /**
     * @param modelDirectory a SentenceTransformers directory; its weights are not needed
     * @throws ai.magibu.embedding.api.MagibuException if its files are missing, malformed or of another architecture
     */
    public static MagibuTokenizer load(Path modelDirectory) {
        return load(ModelSource.folder(modelDirectory));
    }

    /**
     * As {@link #load(Path)}, from anywhere; the weights are not fetched.
     *
     * @throws ai.magibu.embedding.api.MagibuException if the files are missing, malformed or of another architecture
     */
    public static MagibuTokenizer load(ModelSource source) {
        Path folder = source.resolve(ModelParts.WITHOUT_WEIGHTS, UserCache.directory()).folder();
        ModelConfig config = ModelConfigReader.read(folder);
        return new MagibuTokenizer(TextTokenizer.load(CheckedModel.tokenizer(config), config), false);
    }

    /**
     * The token ids of a text, special tokens included.
     *
     * @throws IllegalArgumentException for null, and for a text with 200,000 characters without a place to cut (one letter repeated)
     * @throws ai.magibu.embedding.api.EncodeInterruptedException if the thread is interrupted while a long text is tokenized
     * @throws IllegalStateException after {@link #close()}
     */
    public int[] encode(String text) {
        if (text == null) {
            throw new IllegalArgumentException("the text is null");
        }
        return lifecycle.whileOpen(
                () -> Arrays.stream(tokenizer.encode(text)).mapToInt(Math::toIntExact).toArray());
    }

    /** The number of ids that {@link #encode} gives. */
    public int count(String text) {
        return encode(text).length;
    }

    /**
     * Waits for running calls, then frees the tokenizer. The tokenizer of an embedder is freed with the embedder alone: closing it
     * does nothing.
     */
    @Override
    public void close() {
        if (!borrowed && lifecycle.close()) {
            lifecycle.awaitCalls();
            tokenizer.close();
        }
    }

    /** The embedder that owns the tokenizer is closed. */
    void ownerCloses() {
        lifecycle.close();
        lifecycle.awaitCalls();
    }
}
