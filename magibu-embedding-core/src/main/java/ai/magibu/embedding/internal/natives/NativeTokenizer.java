package ai.magibu.embedding.internal.natives;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.magibu.embedding.api.InferenceException;
import java.util.concurrent.atomic.AtomicLong;

/** A tokenizer of the Hugging Face library. Adds no special tokens and truncates nothing. Safe for concurrent use. */
public final class NativeTokenizer implements AutoCloseable {

    private static final TokenizersLibrary NATIVE = TokenizersLibrary.LIB;

    private final AtomicLong handle;

    private NativeTokenizer(long handle) {
        this.handle = new AtomicLong(handle);
    }

    /**
     * Loads a tokenizer.
     *
     * @param json the content of a {@code tokenizer.json}
     * @throws IllegalArgumentException if the library refuses it
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

    /** Returns the token ids of a text. */
    public long[] ids(String text) {
        long encoding = encode(text);
        try {
            return NATIVE.getTokenIds(encoding);
        } finally {
            NATIVE.deleteEncoding(encoding);
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
            int[] starts = new int[ids.length];
            int[] ends = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                starts[i] = spans[i] == null ? -1 : offset + indices[spans[i].getStart()];
                ends[i] = spans[i] == null ? -1 : offset + indices[spans[i].getEnd()];
            }
            return new LocatedTokens(ids, starts, ends);
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    /** Returns the index of each code point, because the library counts code points, and the text's length after the last one. */
    private static int[] codePointIndices(String text) {
        int[] indices = new int[text.codePointCount(0, text.length()) + 1];
        int index = 0;
        for (int i = 0; i < indices.length - 1; i++) {
            indices[i] = index;
            index += Character.charCount(text.codePointAt(index));
        }
        indices[indices.length - 1] = text.length();
        return indices;
    }

    private long encode(String text) {
        long tokenizer = handle.get();
        if (tokenizer == 0) {
            throw new IllegalStateException("the tokenizer is closed");
        }
        try {
            return NATIVE.encode(tokenizer, wellFormed(text), false);
        } catch (RuntimeException e) {
            throw new InferenceException("the tokenizer failed on a text of " + text.length() + " characters: " + e.getMessage(), e);
        }
    }

    /** A lone surrogate has no UTF-8. U+FFFD replaces it, as where bytes are decoded. */
    private static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (repaired == null) {
                repaired = new StringBuilder(text);
            }
            repaired.setCharAt(i, '\uFFFD');
        }
        return repaired == null ? text : repaired.toString();
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
