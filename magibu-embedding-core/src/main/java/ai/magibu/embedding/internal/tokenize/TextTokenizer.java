package ai.magibu.embedding.internal.tokenize;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.TruncationSide;
import ai.magibu.embedding.internal.natives.NativeLibraries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * The tokenizer of a {@code tokenizer.json}, as the Hugging Face library runs it. Truncation and special tokens are added here,
 * so that dropped tokens can be counted. A long text is tokenized in pieces that give the same tokens, because the library's
 * time and memory grow faster than the text. Safe for concurrent use.
 */
public final class TextTokenizer implements AutoCloseable {

    /**
     * The most characters without a place to cut that are tokenized at once: about 0.2 seconds and 50 MB. Ordinary text has such a
     * place every few words.
     */
    public static final int MAX_UNCUT_CHARACTERS = 200_000;

    private static final int PIECE_CHARACTERS = 16_384;

    private static final TokenizersLibrary NATIVE = TokenizersLibrary.LIB;

    private final AtomicLong handle;
    private final SafeCuts cuts;
    private final TokenizerFile.Frame frame;
    private final TruncationSide truncationSide;

    private TextTokenizer(long handle, TokenizerFile file, TruncationSide truncationSide) {
        this.handle = new AtomicLong(handle);
        this.cuts = file.cuts();
        this.frame = file.frame();
        this.truncationSide = truncationSide;
    }

    /**
     * Loads a model's tokenizer.
     *
     * @param file the {@code tokenizer.json}
     * @throws ai.magibu.embedding.api.ModelSourceException if the file cannot be read
     * @throws ModelFormatException if the file is malformed, contradicts itself or another file of the model
     * @throws ai.magibu.embedding.api.UnsupportedModelException if the tokenizer is not of Gemma's kind
     * @throws InferenceException if the native library cannot be loaded
     */
    public static TextTokenizer load(Path file, ModelConfig config) {
        TokenizerFile tokenizer = TokenizerFile.read(file);
        tokenizer.apply(config.tokenizerSettings());
        requireRows(file, tokenizer.frame(), config.gemma().vocabularySize());
        requireRoom(tokenizer.frame(), config);
        TruncationSide side = config.tokenizerSettings().truncationSide();
        if (side == null) {
            side = tokenizer.truncationSide() == null ? TruncationSide.RIGHT : tokenizer.truncationSide();
        }
        NativeLibraries.loadTokenizers();
        try {
            return new TextTokenizer(NATIVE.createTokenizerFromString(tokenizer.json()), tokenizer, side);
        } catch (RuntimeException e) {
            throw new ModelFormatException(file, "a tokenizer of the Hugging Face tokenizers library", String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireRows(Path file, TokenizerFile.Frame frame, int rows) {
        LongStream.concat(Arrays.stream(frame.leading()), Arrays.stream(frame.trailing()))
                .filter(id -> id >= rows)
                .findFirst()
                .ifPresent(id -> {
                    throw new ModelFormatException(file, "special tokens with a row of the embedding matrix (below " + rows + ")", "id " + id);
                });
    }

    private static void requireRoom(TokenizerFile.Frame frame, ModelConfig config) {
        int specialTokens = frame.leading().length + frame.trailing().length;
        if (config.maxTokens() <= specialTokens) {
            throw new ModelFormatException(
                    config.tokenizerSettings().limitFile(),
                    "a longest text of more than the " + specialTokens + " special tokens around every text",
                    config.maxTokens() + " tokens");
        }
    }

    /** Special tokens around every text. */
    public int specialTokens() {
        return frame.leading().length + frame.trailing().length;
    }

    /** Special tokens after every text. */
    public int trailingSpecialTokens() {
        return frame.trailing().length;
    }

    /**
     * All token ids, special tokens included.
     *
     * @throws IllegalArgumentException if the text has {@link #MAX_UNCUT_CHARACTERS} without a place to cut
     */
    public long[] encode(String text) {
        return encode(text, Thread.currentThread()::isInterrupted);
    }

    /**
     * All token ids, special tokens included.
     *
     * @param cancelled asked between the pieces of a long text
     * @throws IllegalArgumentException if the text has {@link #MAX_UNCUT_CHARACTERS} without a place to cut
     * @throws EncodeInterruptedException if {@code cancelled} returned true
     */
    public long[] encode(String text, BooleanSupplier cancelled) {
        List<long[]> parts = new ArrayList<>();
        parts.add(frame.leading());
        for (int start = 0; start < text.length(); ) {
            int end = pieceEnd(text, start, cancelled);
            long encoding = encodeNatively(text.substring(start, end));
            try {
                parts.add(NATIVE.getTokenIds(encoding));
            } finally {
                NATIVE.deleteEncoding(encoding);
            }
            start = end;
        }
        parts.add(frame.trailing());
        return concat(parts);
    }

    private static long[] concat(List<long[]> parts) {
        long[] all = new long[parts.stream().mapToInt(part -> part.length).sum()];
        int length = 0;
        for (long[] part : parts) {
            System.arraycopy(part, 0, all, length, part.length);
            length += part.length;
        }
        return all;
    }

    /**
     * As the reference truncates: the text's first tokens, or its last where the model says so, between all special tokens.
     *
     * @param limit the most tokens, special ones included; more than {@link #specialTokens()}
     * @param cancelled asked between the pieces of a long text
     * @throws IllegalArgumentException if the text has {@link #MAX_UNCUT_CHARACTERS} without a place to cut
     * @throws EncodeInterruptedException if {@code cancelled} returned true
     */
    public TokenizedText encode(String text, int limit, BooleanSupplier cancelled) {
        long[] ids = encode(text, cancelled);
        int dropped = ids.length - limit;
        if (dropped <= 0) {
            return new TokenizedText(ids, 0);
        }
        int kept = truncationSide == TruncationSide.RIGHT ? limit - trailingSpecialTokens() : frame.leading().length;
        long[] cut = Arrays.copyOf(ids, limit);
        System.arraycopy(ids, kept + dropped, cut, kept, limit - kept);
        return new TokenizedText(cut, dropped);
    }

    /**
     * The tokens of a document under a prompt, none cut, each with its place in the text.
     *
     * @throws IllegalArgumentException if the text has {@link #MAX_UNCUT_CHARACTERS} without a place to cut
     * @param cancelled asked between the pieces of a long document
     * @throws EncodeInterruptedException if {@code cancelled} returned true
     */
    public DocumentTokens document(String prompt, String document, BooleanSupplier cancelled) {
        return new DocumentTokens(locate(prompt + document, cancelled), prompt, document, frame.leading().length, trailingSpecialTokens());
    }

    private LocatedTokens locate(String text, BooleanSupplier cancelled) {
        List<LocatedTokens> parts = new ArrayList<>();
        parts.add(LocatedTokens.nowhere(frame.leading()));
        for (int start = 0; start < text.length(); ) {
            int end = pieceEnd(text, start, cancelled);
            parts.add(locate(text.substring(start, end), start));
            start = end;
        }
        parts.add(LocatedTokens.nowhere(frame.trailing()));
        return LocatedTokens.concat(parts);
    }

    private LocatedTokens locate(String piece, int offset) {
        long encoding = encodeNatively(piece);
        try {
            long[] ids = NATIVE.getTokenIds(encoding);
            CharSpan[] spans = NATIVE.getTokenCharSpans(encoding);
            int[] indices = codePointIndices(piece);
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

    private int pieceEnd(String text, int start, BooleanSupplier cancelled) {
        if (text.length() - start <= PIECE_CHARACTERS) {
            return text.length();
        }
        if (cancelled.getAsBoolean()) {
            throw new EncodeInterruptedException(1);
        }
        int latest = Math.min(text.length(), start + MAX_UNCUT_CHARACTERS);
        int cut = cuts.find(text, start + PIECE_CHARACTERS, latest);
        if (cut < 0 && latest < text.length()) {
            throw new IllegalArgumentException("from character " + start + " on, the text has no place to cut within " + MAX_UNCUT_CHARACTERS
                    + " characters, so tokenizing it would take very long. Is it binary data? Split or shorten it");
        }
        return cut < 0 ? text.length() : cut;
    }

    private long encodeNatively(String piece) {
        long tokenizer = handle.get();
        if (tokenizer == 0) {
            throw new IllegalStateException("the tokenizer is closed");
        }
        try {
            return NATIVE.encode(tokenizer, wellFormed(piece), false);
        } catch (RuntimeException e) {
            throw new InferenceException("the tokenizer failed on a text of " + piece.length() + " characters: " + e.getMessage(), e);
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

    /** Not while other threads use it. */
    @Override
    public void close() {
        long tokenizer = handle.getAndSet(0);
        if (tokenizer != 0) {
            NATIVE.deleteTokenizer(tokenizer);
        }
    }
}
