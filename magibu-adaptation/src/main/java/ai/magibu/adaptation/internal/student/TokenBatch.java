package ai.magibu.adaptation.internal.student;

import java.util.List;

/**
 * Texts that go through the model together.
 *
 * @param rows the token ids of each text, special tokens included; at least one row, none empty
 */
public record TokenBatch(List<int[]> rows) {

    /** Copies the list. */
    public TokenBatch {
        rows = List.copyOf(rows);
    }

    /** Returns the number of tokens of the longest row, to which the others are padded. */
    public int length() {
        return rows.stream().mapToInt(row -> row.length).max().orElse(0);
    }

    long[] ids() {
        int length = length();
        long[] ids = new long[rows.size() * length];
        for (int row = 0; row < rows.size(); row++) {
            int[] tokens = rows.get(row);
            for (int i = 0; i < tokens.length; i++) {
                ids[row * length + i] = tokens[i];
            }
        }
        return ids;
    }

    /** Returns 1 for a token and 0 for padding. */
    float[] mask() {
        int length = length();
        float[] mask = new float[rows.size() * length];
        for (int row = 0; row < rows.size(); row++) {
            for (int i = 0; i < rows.get(row).length; i++) {
                mask[row * length + i] = 1;
            }
        }
        return mask;
    }
}
