package ai.magibu.adaptation.internal.cloning;

/** How the rows of several tokens become one row: float32 throughout, summed in their order. */
public enum Composition {

    /** The sum, divided once. */
    MEAN,

    /** Weights n, n − 1, … 1, divided by their sum: the first tokens count most. */
    WEIGHTED;

    /**
     * Adds a row, the first of which replaces what is there.
     *
     * @param part the place of the row among {@code parts}
     */
    void add(float[] sum, float[] row, int part, int parts) {
        float weight = this == MEAN ? 1 : (parts - part) / (0.5f * parts * (parts + 1));
        for (int i = 0; i < sum.length; i++) {
            float value = row[i] * weight;
            sum[i] = part == 0 ? value : sum[i] + value;
        }
    }

    void finish(float[] sum, int parts) {
        if (this == MEAN && parts > 1) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] /= parts;
            }
        }
    }
}
