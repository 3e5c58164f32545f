package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.internal.config.PoolingMode;
import ai.magibu.embedding.internal.tokenize.TokenRange;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.Arrays;
import java.util.List;

/** Token vectors, pooled into a vector for each pooled range of each text, as sentence-transformers does. For one thread. */
final class PooledVectors {

    /** The least divisor of a mean, as in sentence-transformers. */
    private static final float SMALLEST_COUNT = 1e-9f;

    private final PoolingMode mode;
    private final List<TokenizedText> texts;
    private final int width;
    private final float[][][] values;

    PooledVectors(PoolingMode mode, List<TokenizedText> texts, int width) {
        this.mode = mode;
        this.texts = texts;
        this.width = width;
        this.values = new float[texts.size()][][];
    }

    private float[] value(int text, int range) {
        if (values[text] == null) {
            values[text] = new float[texts.get(text).pooled().size()][];
        }
        if (values[text][range] == null) {
            values[text][range] = new float[width];
            if (mode == PoolingMode.MAX) {
                Arrays.fill(values[text][range], Float.NEGATIVE_INFINITY);
            }
        }
        return values[text][range];
    }

    /**
     * Adds tokens of a text.
     *
     * @param position the position of the first one
     * @param rows their vectors, one after the other
     */
    void add(int text, int position, int count, float[] rows) {
        List<TokenRange> ranges = texts.get(text).pooled();
        for (int range = 0; range < ranges.size(); range++) {
            TokenRange tokens = counted(ranges.get(range));
            int end = Math.min(position + count, tokens.to());
            for (int token = Math.max(position, tokens.from()); token < end; token++) {
                add(value(text, range), rows, (token - position) * width, token);
            }
        }
    }

    /** Returns the tokens of a range whose vectors matter. */
    private TokenRange counted(TokenRange range) {
        return switch (mode) {
            case CLS -> new TokenRange(range.length() == 0 ? 0 : range.from(), range.length() == 0 ? 1 : range.from() + 1);
            case LASTTOKEN -> new TokenRange(Math.max(range.from(), range.to() - 1), range.to());
            default -> range;
        };
    }

    private void add(float[] sum, float[] rows, int start, int position) {
        switch (mode) {
            case MAX -> {
                for (int i = 0; i < width; i++) {
                    sum[i] = Math.max(sum[i], rows[start + i]);
                }
            }
            case WEIGHTEDMEAN -> {
                for (int i = 0; i < width; i++) {
                    sum[i] += rows[start + i] * (position + 1);
                }
            }
            default -> {
                for (int i = 0; i < width; i++) {
                    sum[i] += rows[start + i];
                }
            }
        }
    }

    /** Adds what another thread has pooled of the same texts. */
    void add(PooledVectors other) {
        for (int text = 0; text < values.length; text++) {
            for (int range = 0; other.values[text] != null && range < other.values[text].length; range++) {
                float[] part = other.values[text][range];
                if (part != null) {
                    float[] sum = value(text, range);
                    for (int i = 0; i < width; i++) {
                        sum[i] = mode == PoolingMode.MAX ? Math.max(sum[i], part[i]) : sum[i] + part[i];
                    }
                }
            }
        }
    }

    /** Returns the vectors, text by text; zeros for a range without tokens. */
    float[][] vectors() {
        int count = texts.stream().mapToInt(text -> text.pooled().size()).sum();
        float[][] vectors = new float[count][];
        int next = 0;
        for (int text = 0; text < values.length; text++) {
            List<TokenRange> ranges = texts.get(text).pooled();
            for (int range = 0; range < ranges.size(); range++) {
                boolean pooled = values[text] != null && values[text][range] != null;
                vectors[next++] = pooled ? divided(values[text][range], ranges.get(range)) : new float[width];
            }
        }
        return vectors;
    }

    private float[] divided(float[] sum, TokenRange range) {
        float count = range.length();
        float divisor =
                switch (mode) {
                    case MEAN -> count;
                    case MEAN_SQRT_LEN_TOKENS -> (float) Math.sqrt(count);
                    case WEIGHTEDMEAN -> (range.from() + 1 + range.to()) * count / 2; // the sum of the positions from 1
                    default -> 1;
                };
        for (int i = 0; i < width; i++) {
            sum[i] /= Math.max(divisor, SMALLEST_COUNT);
        }
        return sum;
    }
}
