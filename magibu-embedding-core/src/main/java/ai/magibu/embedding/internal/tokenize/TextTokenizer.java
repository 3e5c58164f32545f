package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.TokenizerSettings.TruncationSide;
import ai.magibu.embedding.internal.natives.LocatedTokens;
import ai.magibu.embedding.internal.natives.NativeTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
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

    private final NativeTokenizer tokens;
    private final SafeCuts cuts;
    private final TokenizerFile.Frame frame;
    private final TruncationSide truncationSide;

    private TextTokenizer(NativeTokenizer tokens, TokenizerFile file, TruncationSide truncationSide) {
        this.tokens = tokens;
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
        requireRoom(file, tokenizer.frame(), config);
        TruncationSide side = config.tokenizerSettings().truncationSide();
        if (side == null) {
            side = tokenizer.truncationSide() == null ? TruncationSide.RIGHT : tokenizer.truncationSide();
        }
        try {
            return new TextTokenizer(NativeTokenizer.load(tokenizer.json()), tokenizer, side);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, "a tokenizer of the Hugging Face tokenizers library", String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireRoom(Path file, TokenizerFile.Frame frame, ModelConfig config) {
        int rows = config.gemma().vocabularySize();
        LongStream ids = LongStream.concat(Arrays.stream(frame.leading()), Arrays.stream(frame.trailing()));
        ids.filter(id -> id >= rows).findFirst().ifPresent(id -> {
            throw new ModelFormatException(file, "special tokens with a row of the embedding matrix (below " + rows + ")", "id " + id);
        });
        int specialTokens = frame.leading().length + frame.trailing().length;
        if (config.maxTokens() <= specialTokens) {
            throw new ModelFormatException(
                    config.tokenizerSettings().limitFile(),
                    "a longest text of more than the " + specialTokens + " special tokens around every text",
                    config.maxTokens() + " tokens");
        }
    }

    /** Returns the count of special tokens around every text. */
    public int specialTokens() {
        return frame.leading().length + frame.trailing().length;
    }

    /** Returns the count of special tokens after every text. */
    public int trailingSpecialTokens() {
        return frame.trailing().length;
    }

    /**
     * Returns all token ids, special tokens included.
     *
     * @throws IllegalArgumentException if the text has {@link #MAX_UNCUT_CHARACTERS} without a place to cut
     */
    public long[] encode(String text) {
        return encode(text, Thread.currentThread()::isInterrupted);
    }

    /**
     * Returns all token ids, special tokens included.
     *
     * @param cancelled asked between the pieces of a long text
     * @throws IllegalArgumentException if the text has {@link #MAX_UNCUT_CHARACTERS} without a place to cut
     * @throws EncodeInterruptedException if {@code cancelled} returned true
     */
    public long[] encode(String text, BooleanSupplier cancelled) {
        List<long[]> parts = new ArrayList<>(List.of(frame.leading()));
        forEachPiece(text, cancelled, (piece, start) -> parts.add(tokens.ids(piece)));
        parts.add(frame.trailing());
        return parts.stream().flatMapToLong(Arrays::stream).toArray();
    }

    /**
     * Returns the text of token ids. The special tokens that {@link #encode(String)} adds are left out if all of them are there; others
     * are written out. Ids that the tokenizer does not know are left out.
     */
    public String decode(long[] ids) {
        int end = ids.length - frame.trailing().length;
        boolean framed = end >= frame.leading().length
                && Arrays.equals(ids, 0, frame.leading().length, frame.leading(), 0, frame.leading().length)
                && Arrays.equals(ids, end, ids.length, frame.trailing(), 0, frame.trailing().length);
        return tokens.decode(framed ? Arrays.copyOfRange(ids, frame.leading().length, end) : ids);
    }

    /**
     * Returns the text's first tokens, or its last if the model says so, between all special tokens, as the reference truncates.
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
     * Returns the tokens of a document under a prompt, none cut, each with its place in the text.
     *
     * @param cancelled asked between the pieces of a long document
     * @throws IllegalArgumentException if the text has {@link #MAX_UNCUT_CHARACTERS} without a place to cut
     * @throws EncodeInterruptedException if {@code cancelled} returned true
     */
    public DocumentTokens document(String prompt, String document, BooleanSupplier cancelled) {
        return new DocumentTokens(locate(prompt + document, cancelled), prompt, document, frame.leading().length, trailingSpecialTokens());
    }

    private LocatedTokens locate(String text, BooleanSupplier cancelled) {
        List<LocatedTokens> parts = new ArrayList<>(List.of(LocatedTokens.nowhere(frame.leading())));
        forEachPiece(text, cancelled, (piece, start) -> parts.add(tokens.locate(piece, start)));
        parts.add(LocatedTokens.nowhere(frame.trailing()));
        return LocatedTokens.concat(parts);
    }

    private void forEachPiece(String text, BooleanSupplier cancelled, ObjIntConsumer<String> reader) {
        for (int start = 0; start < text.length();) {
            int end = pieceEnd(text, start, cancelled);
            reader.accept(text.substring(start, end), start);
            start = end;
        }
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
            throw new IllegalArgumentException(
                    "from character " + start + " on, the text has no place to cut within " + MAX_UNCUT_CHARACTERS
                            + " characters, so tokenizing it would take very long. Is it binary data? Split or shorten it");
        }
        return cut < 0 ? text.length() : cut;
    }

    /** Frees the tokenizer. No other thread may use it at the same time. */
    @Override
    public void close() {
        tokens.close();
    }
}
