package ai.magibu.embedding;

import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.encode.Lifecycle;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.embedding.source.ModelParts;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.UserCache;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A model's tokenizer: counts and token ids, without loading the model. Nothing is truncated. Safe for concurrent use.
 */
public final class MagibuTokenizer implements AutoCloseable {

    private final TextTokenizer tokenizer;
    private final Lifecycle lifecycle;
    private final boolean owned;

    /**
     * @param lifecycle the uses of the tokenizer
     * @param owned whether the tokenizer closes with this object; false for the tokenizer of an embedder
     */
    MagibuTokenizer(TextTokenizer tokenizer, Lifecycle lifecycle, boolean owned) {
        this.tokenizer = tokenizer;
        this.lifecycle = lifecycle;
        this.owned = owned;
    }

    /**
     * Loads the tokenizer of a model.
     *
     * @param modelDirectory a SentenceTransformers folder, with or without weights
     * @throws ai.magibu.embedding.api.MagibuException if its files are missing, malformed or of another architecture
     */
    public static MagibuTokenizer load(Path modelDirectory) {
        return load(ModelSource.folder(modelDirectory));
    }

    /**
     * Loads the tokenizer of a model from any source. The weights are not downloaded.
     *
     * @throws ai.magibu.embedding.api.MagibuException if the files are missing, malformed or of another architecture
     */
    public static MagibuTokenizer load(ModelSource source) {
        Arguments.requireSet("source", source);
        Path folder = source.resolve(ModelParts.WITHOUT_WEIGHTS, UserCache.directory()).folder();
        ModelConfig config = ModelConfigReader.read(folder);
        Lifecycle lifecycle = new Lifecycle(() -> new IllegalStateException("this tokenizer is closed"));
        return new MagibuTokenizer(TextTokenizer.load(CheckedModel.tokenizer(config), config), lifecycle, true);
    }

    /**
     * Returns the token ids of a text, special tokens included.
     *
     * @throws IllegalArgumentException for null, and for a text with 200,000 characters without a place to cut (one letter repeated)
     * @throws ai.magibu.embedding.api.EncodeInterruptedException if the thread is interrupted while a long text is tokenized
     * @throws IllegalStateException after {@link #close()}, and when an embedder closes whose tokenizer this is and its close timeout has
     *     passed
     */
    public int[] encode(String text) {
        Arguments.requireSet("text", text);
        return lifecycle.whileOpen(
                cancelled -> Arrays.stream(tokenizer.encode(text, cancelled)).mapToInt(Math::toIntExact).toArray());
    }

    /**
     * Returns the text of token ids. The special tokens that {@link #encode} adds around a text are left out if all of them are there;
     * other special tokens are written out. Some lists of ids do not belong to any text: {@link #encode} returns other ids for theirs.
     *
     * @param ids token ids; the text of an id that the tokenizer does not know is empty
     * @throws IllegalArgumentException for null and for a negative id
     * @throws IllegalStateException after {@link #close()}, as {@link #encode}
     */
    public String decode(int[] ids) {
        Arguments.requireSet("ids", ids);
        Arrays.stream(ids).filter(id -> id < 0).findFirst().ifPresent(id -> {
            throw new IllegalArgumentException("a token id is at least 0, but one of these is " + id);
        });
        return lifecycle.whileOpen(cancelled -> tokenizer.decode(Arrays.stream(ids).asLongStream().toArray()));
    }

    /** Returns the number of ids that {@link #encode} returns. */
    public int count(String text) {
        return encode(text).length;
    }

    /** Waits for running calls, then frees the tokenizer. Does nothing for the tokenizer of an embedder, which closes with it. */
    @Override
    public void close() {
        if (owned && lifecycle.close()) {
            lifecycle.awaitCalls();
            tokenizer.close();
        }
    }
}
