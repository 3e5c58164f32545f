package ai.magibu.embedding;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import java.nio.file.Path;
import java.util.List;

public final class MagibuEmbedder implements AutoCloseable {

    private MagibuEmbedder() {}

    public static Builder builder() {
        return new Builder();
    }

    public float[] encode(String text) {
        throw new UnsupportedOperationException();
    }

    public List<float[]> encode(List<String> texts) {
        throw new UnsupportedOperationException();
    }

    public float[] encodeQuery(String query) {
        throw new UnsupportedOperationException();
    }

    public List<float[]> encodeQuery(List<String> queries) {
        throw new UnsupportedOperationException();
    }

    public float[] encodeDocument(String document) {
        throw new UnsupportedOperationException();
    }

    public float[] encodeDocument(Passage document) {
        throw new UnsupportedOperationException();
    }

    public List<float[]> encodeDocument(List<String> documents) {
        throw new UnsupportedOperationException();
    }

    public Embedding embed(Passage passage, EncodeOptions options) {
        throw new UnsupportedOperationException();
    }

    public List<Embedding> embed(List<Passage> passages, EncodeOptions options) {
        throw new UnsupportedOperationException();
    }

    public static float similarity(float[] a, float[] b) {
        throw new UnsupportedOperationException();
    }

    public int dimension() {
        throw new UnsupportedOperationException();
    }

    public int maxTokens() {
        throw new UnsupportedOperationException();
    }

    public int countTokens(String text) {
        throw new UnsupportedOperationException();
    }

    public int countTokens(Passage passage, Prompt prompt) {
        throw new UnsupportedOperationException();
    }

    /** Whether a title has a place in that prompt. */
    public boolean acceptsTitle(Prompt prompt) {
        throw new UnsupportedOperationException();
    }

    public MagibuTokenizer tokenizer() {
        throw new UnsupportedOperationException();
    }

    public ModelInfo info() {
        throw new UnsupportedOperationException();
    }

    public Device device() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    public static final class Builder {
        public Builder model(Path directory) {
            throw new UnsupportedOperationException();
        }

        public Builder device(Device device) {
            throw new UnsupportedOperationException();
        }

        public Builder threads(int threads) {
            throw new UnsupportedOperationException();
        }

        public Builder memoryArena(boolean enabled) {
            throw new UnsupportedOperationException();
        }

        public Builder maxTokens(int maxTokens) {
            throw new UnsupportedOperationException();
        }

        public Builder maxBatchTokens(int maxBatchTokens) {
            throw new UnsupportedOperationException();
        }

        public Builder onTooLong(OnTooLong policy) {
            throw new UnsupportedOperationException();
        }

        public Builder dimensions(int dimensions) {
            throw new UnsupportedOperationException();
        }

        public Builder cacheDirectory(Path directory) {
            throw new UnsupportedOperationException();
        }

        public MagibuEmbedder load() {
            throw new UnsupportedOperationException();
        }
    }
}
