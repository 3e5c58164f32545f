package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.Arrays;
import java.util.List;

/** The texts of a batch as rows of tokens, one text after the other without padding. */
final class PackedTexts {

    private final List<TokenizedText> texts;
    private final int[] starts;
    /** Written before a meeting of the workers and read after it. */
    private final boolean[] spoiled;

    PackedTexts(List<TokenizedText> texts) {
        this.texts = texts.stream().map(PackedTexts::withToken).toList();
        this.starts = new int[texts.size() + 1];
        this.spoiled = new boolean[texts.size()];
        for (int text = 0; text < texts.size(); text++) {
            starts[text + 1] = Math.addExact(starts[text], this.texts.get(text).length());
        }
    }

    /** A tokenizer without special tokens gives an empty text no token at all: one of padding stands for it, as in ONNX Runtime. */
    private static TokenizedText withToken(TokenizedText text) {
        return text.length() > 0 ? text : new TokenizedText(new long[1], text.pooled(), text.dropped());
    }

    int rows() {
        return starts[starts.length - 1];
    }

    /** Some rows of one text: row {@code from} up to but not including {@code to} of all, the first one at {@code position}. */
    record Piece(int text, int from, int to, int position, int length) {}

    /** Visits a text's rows. */
    @FunctionalInterface
    interface Visitor {
        void visit(Piece piece);
    }

    /**
     * Visits the texts of some rows in order, each in pieces.
     *
     * @param most the most rows of a piece
     */
    void visit(int from, int to, int most, Visitor visitor) {
        int found = Arrays.binarySearch(starts, from);
        for (int text = found < 0 ? -found - 2 : found; text < texts.size() && starts[text] < to; text++) {
            int end = Math.min(to, starts[text + 1]);
            for (int row = Math.max(from, starts[text]); row < end; row += most) {
                visitor.visit(new Piece(text, row, Math.min(end, row + most), row - starts[text], texts.get(text).length()));
            }
        }
    }

    long token(Piece piece, int row) {
        return texts.get(piece.text()).ids()[row - starts[piece.text()]];
    }

    /** Marks a text whose vectors are not finite. */
    void spoil(Piece piece) {
        spoiled[piece.text()] = true;
    }

    boolean isSpoiled(Piece piece) {
        return spoiled[piece.text()];
    }
}
