package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.internal.tokenize.TokenRange;

/**
 * Overlapping parts of a document that has more tokens than go through the model at once. All have one length, they are spread
 * evenly from the document's start to its end, and neighbors share at least a quarter.
 *
 * @param tokens the document's tokens
 * @param capacity the most tokens of a part
 */
record DocumentParts(int tokens, int capacity) {

    private static final int OVERLAP = 4;

    /**
     * Returns the part in which a piece of the document has most context on both sides. It is the part whose middle is nearest to
     * the piece's own, or a part around the piece if it fits into none of them. The piece has at most {@code capacity} tokens.
     */
    TokenRange around(TokenRange piece) {
        if (tokens <= capacity) {
            return new TokenRange(0, tokens);
        }
        int last = tokens - capacity;
        int wanted = piece.from() + (piece.length() - capacity) / 2; // the start that puts the piece in the middle
        int step = capacity - capacity / OVERLAP;
        int steps = (last + step - 1) / step;
        int nearest = 0;
        for (int i = 0; i <= steps; i++) {
            int start = Math.toIntExact((long) last * i / steps);
            if (Math.abs(start - wanted) < Math.abs(nearest - wanted)) {
                nearest = start;
            }
        }
        if (piece.from() < nearest || piece.to() > nearest + capacity) {
            nearest = Math.max(0, Math.min(wanted, last));
        }
        return new TokenRange(nearest, nearest + capacity);
    }
}
