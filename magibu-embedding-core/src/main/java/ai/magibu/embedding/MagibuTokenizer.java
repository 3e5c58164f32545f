package ai.magibu.embedding;

import ai.magibu.embedding.config.ModelConfigReader;
import ai.magibu.embedding.snapshot.ModelSnapshot;
import ai.magibu.embedding.source.ModelParts;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.embedding.source.UserCache;
import ai.magibu.embedding.tokenize.TextTokenizer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A model's tokenizer on its own: counts and token ids, without loading the model. Nothing is truncated. Safe for concurrent
 * use; {@link #close()} waits for running calls.
 */
public final class MagibuTokenizer implements AutoCloseable {

    private final TextTokenizer tokenizer;
    private final Lifecycle lifecycle = new Lifecycle("tokenizer");

    MagibuTokenizer(TextTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * @param modelDirectory a SentenceTransformers directory; its weights are not needed
     * @throws ai.magibu.embedding.api.MagibuException if its files are missing, malformed or of another architecture
     */
    public static MagibuTokenizer load(Path modelDirectory) {
        return new MagibuTokenizer(TextTokenizer.load(ModelSnapshot.tokenizer(ModelConfigReader.read(modelDirectory))));
    }

    /**
     * As {@link #load(Path)}, from anywhere; the weights are not fetched.
     *
     * @throws ai.magibu.embedding.api.MagibuException if the files are missing, malformed or of another architecture
     */
    public static MagibuTokenizer load(ModelSource source) {
        return load(source.resolve(ModelParts.WITHOUT_WEIGHTS, UserCache.directory()).folder());
    }

    /**
     * The token ids of a text, special tokens included.
     *
     * @throws IllegalArgumentException for null
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

    @Override
    public void close() {
        lifecycle.close(tokenizer::close);
    }
}
