package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.List;

/** The texts of a batch as rows of tokens, one text after the other without padding. */
final class PackedTexts {

    private final List<TokenizedText> texts;
    private final int[] starts;

    PackedTexts(List<TokenizedText> texts) {
        this.texts = texts;
        this.starts = new int[texts.size() + 1];
        for (int text = 0; text < texts.size(); text++) {
            starts[text + 1] = Math.addExact(starts[text], texts.get(text).length());
        }
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
        for (int text = 0; text < texts.size(); text++) {
            int end = Math.min(to, starts[text + 1]);
            for (int row = Math.max(from, starts[text]); row < end; row += most) {
                visitor.visit(new Piece(text, row, Math.min(end, row + most), row - starts[text], texts.get(text).length()));
            }
        }
    }

    long token(Piece piece, int row) {
        return texts.get(piece.text()).ids()[row - starts[piece.text()]];
    }
}
