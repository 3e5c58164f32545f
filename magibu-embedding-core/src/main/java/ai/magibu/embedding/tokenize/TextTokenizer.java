package ai.magibu.embedding.tokenize;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.natives.NativeLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The tokenizer of a {@code tokenizer.json}, as the Hugging Face library runs it. Its own truncation and padding are
 * switched off: a text is tokenized whole, and what is cut is cut here, so that it can be told. Safe for concurrent use.
 */
public final class TextTokenizer implements AutoCloseable {

    /** DJL fetches seven arrays for each text, strings and spans among them; only the ids are wanted here. */
    private static final TokenizersLibrary NATIVE = TokenizersLibrary.LIB;

    private final long handle;
    private final int leading;
    private final int trailing;

    private TextTokenizer(long handle) {
        this.handle = handle;
        NATIVE.disableTruncation(handle);
        NATIVE.disablePadding(handle);
        long[] bare = ids("a", false);
        long[] framed = ids("a", true);
        int added = framed.length - bare.length;
        int before = 0;
        while (before < added && !Arrays.equals(bare, Arrays.copyOfRange(framed, before, before + bare.length))) {
            before++;
        }
        this.leading = before;
        this.trailing = added - before;
    }

    /**
     * @throws ModelSourceException if the file cannot be read
     * @throws ModelFormatException if it is no tokenizer
     * @throws ai.magibu.embedding.api.InferenceException if the native library cannot be loaded
     */
    public static TextTokenizer load(Path file) {
        NativeLibraries.loadTokenizers();
        try {
            return new TextTokenizer(NATIVE.createTokenizerFromString(Files.readString(file)));
        } catch (IOException e) {
            throw new ModelSourceException("the model's file " + file + " cannot be read: " + e, e);
        } catch (RuntimeException e) {
            throw new ModelFormatException(file, "a tokenizer of the Hugging Face tokenizers library", String.valueOf(e.getMessage()), e);
        }
    }

    /** Special tokens around every text. */
    public int specialTokens() {
        return leading + trailing;
    }

    /** Special tokens after every text. */
    public int trailingSpecialTokens() {
        return trailing;
    }

    /** All token ids, special tokens included. */
    public long[] encode(String text) {
        return ids(text, true);
    }

    /**
     * As the reference truncates: the text's first tokens, between all its special tokens.
     *
     * @param limit the most tokens, special ones included; more than {@link #specialTokens()}
     */
    public TokenizedText encode(String text, int limit) {
        long[] ids = encode(text);
        if (ids.length <= limit) {
            return new TokenizedText(ids, 0);
        }
        long[] kept = Arrays.copyOf(ids, limit);
        System.arraycopy(ids, ids.length - trailing, kept, limit - trailing, trailing);
        return new TokenizedText(kept, ids.length - limit);
    }

    /** The tokens of a document under a prompt, none cut, each with its place in the text. */
    public DocumentTokens document(String prompt, String document) {
        return new DocumentTokens(locate(prompt + document), prompt, document, leading, trailing);
    }

    private LocatedTokens locate(String text) {
        long encoding = NATIVE.encode(handle, wellFormed(text), true);
        try {
            long[] ids = NATIVE.getTokenIds(encoding);
            CharSpan[] spans = NATIVE.getTokenCharSpans(encoding);
            int[] indices = codePointIndices(text);
            int[] starts = new int[ids.length];
            int[] ends = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                starts[i] = spans[i] == null ? -1 : indices[spans[i].getStart()];
                ends[i] = spans[i] == null ? -1 : indices[spans[i].getEnd()];
            }
            return new LocatedTokens(ids, starts, ends);
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    /** The index of each code point, which is what the library counts in, and the text's length after the last. */
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

    private long[] ids(String text, boolean specialTokens) {
        long encoding = NATIVE.encode(handle, wellFormed(text), specialTokens);
        try {
            return NATIVE.getTokenIds(encoding);
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    /** A lone surrogate is no character and has no UTF-8; U+FFFD stands for it, as where bytes are decoded. */
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

    @Override
    public void close() {
        NATIVE.deleteTokenizer(handle);
    }
}
