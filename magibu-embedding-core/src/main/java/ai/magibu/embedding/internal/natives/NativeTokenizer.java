package ai.magibu.embedding.internal.natives;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.magibu.embedding.api.InferenceException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** A tokenizer of the Hugging Face library. Adds no special tokens and truncates nothing. Safe for concurrent use. */
public final class NativeTokenizer implements AutoCloseable {

    private static final TokenizersLibrary NATIVE = TokenizersLibrary.LIB;

    /** Is not a character and has no UTF-8. U+FFFD replaces it in texts, as in decoders of bytes. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private final AtomicLong handle;

    private NativeTokenizer(long handle) {
        this.handle = new AtomicLong(handle);
    }

    /**
     * Loads a tokenizer.
     *
     * @param json the content of a {@code tokenizer.json}
     * @throws IllegalArgumentException if the library rejects it
     * @throws InferenceException if the native library cannot be loaded
     */
    public static NativeTokenizer load(String json) {
        NativeLibraries.loadTokenizers();
        try {
            return new NativeTokenizer(NATIVE.createTokenizerFromString(json));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns whether all of a text is characters. */
    public static boolean isWellFormed(String text) {
        return !LONE_SURROGATE.matcher(text).find();
    }

    /** Returns the token ids of a text. */
    public long[] ids(String text) {
        long encoding = encode(text);
        try {
            return NATIVE.getTokenIds(encoding);
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    /** Returns the text of token ids, special tokens written out. Ids that the tokenizer does not know are left out. */
    public String decode(long[] ids) {
        long tokenizer = open();
        try {
            return NATIVE.decode(tokenizer, ids, false);
        } catch (RuntimeException e) {
            throw new InferenceException("the tokenizer failed on " + ids.length + " token ids: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the tokens of a part of a text with their places in the text.
     *
     * @param offset the number of characters before the part
     */
    public LocatedTokens locate(String part, int offset) {
        long encoding = encode(part);
        try {
            long[] ids = NATIVE.getTokenIds(encoding);
            CharSpan[] spans = NATIVE.getTokenCharSpans(encoding);
            int[] indices = codePointIndices(part);
            return new LocatedTokens(
                    ids,
                    Arrays.stream(spans).mapToInt(span -> span == null ? -1 : offset + indices[span.getStart()]).toArray(),
                    Arrays.stream(spans).mapToInt(span -> span == null ? -1 : offset + indices[span.getEnd()]).toArray());
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    /** Returns the index of each code point, because the library counts code points, and the text's length after the last one. */
    private static int[] codePointIndices(String text) {
        int[] indices = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < indices.length; i++) {
            indices[i] = text.offsetByCodePoints(indices[i - 1], 1);
        }
        return indices;
    }

    private long open() {
        long tokenizer = handle.get();
        if (tokenizer == 0) {
            throw new IllegalStateException("the tokenizer is closed");
        }
        return tokenizer;
    }

    private long encode(String text) {
        long tokenizer = open();
        try {
            return NATIVE.encode(tokenizer, LONE_SURROGATE.matcher(text).replaceAll("\uFFFD"), false);
        } catch (RuntimeException e) {
            throw new InferenceException("the tokenizer failed on a text of " + text.length() + " characters: " + e.getMessage(), e);
        }
    }

    /** Frees the tokenizer. No other thread may use it at the same time. */
    @Override
    public void close() {
        long tokenizer = handle.getAndSet(0);
        if (tokenizer != 0) {
            NATIVE.deleteTokenizer(tokenizer);
        }
    }
}
