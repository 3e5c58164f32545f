package ai.magibu.cli.compare;

import java.util.List;

/**
 * Whether two embeddings of the same texts find the same neighbours: for each text, those of the other texts with the highest
 * cosine. Texts as near as each other count as the same neighbour; duplicates would differ by chance otherwise.
 *
 * @param texts searched for and among
 * @param nearest the share of texts whose nearest other text is the same, 0 to 1
 * @param count how many neighbours make up the wider circle: 10, or all others if there are fewer
 * @param shared how much of that circle is the same, 0 to 1, on average
 */
record NeighbourAgreement(int texts, double nearest, int count, double shared) {

    private static final int CIRCLE = 10;
    private static final float TIE = 1e-6f;

    /** Needs two texts at least. */
    static NeighbourAgreement of(List<float[]> firstVectors, List<float[]> secondVectors) {
        int texts = firstVectors.size();
        int count = Math.min(CIRCLE, texts - 1);
        float[][] first = unit(firstVectors);
        float[][] second = unit(secondVectors);
        float[] firstCosines = new float[texts];
        float[] secondCosines = new float[texts];
        long sameNearest = 0;
        long shared = 0;
        for (int text = 0; text < texts; text++) {
            cosines(first, text, firstCosines);
            cosines(second, text, secondCosines);
            int[] firstCircle = highest(firstCosines, count);
            int[] secondCircle = highest(secondCosines, count);
            float nearest = firstCosines[firstCircle[0]] - TIE;
            float farthest = firstCosines[firstCircle[count - 1]] - TIE;
            if (firstCosines[secondCircle[0]] >= nearest) {
                sameNearest++;
            }
            for (int neighbour : secondCircle) {
                if (firstCosines[neighbour] >= farthest) {
                    shared++;
                }
            }
        }
        return new NeighbourAgreement(texts, (double) sameNearest / texts, count, (double) shared / count / texts);
    }

    private static float[][] unit(List<float[]> vectors) {
        return vectors.stream()
                .map(vector -> {
                    double norm = Math.sqrt(dot(vector, vector));
                    float[] unit = new float[vector.length];
                    for (int i = 0; i < unit.length; i++) {
                        unit[i] = norm == 0 ? 0 : (float) (vector[i] / norm);
                    }
                    return unit;
                })
                .toArray(float[][]::new);
    }

    private static void cosines(float[][] units, int text, float[] cosines) {
        for (int other = 0; other < units.length; other++) {
            cosines[other] = dot(units[text], units[other]);
        }
        // No neighbour of itself.
        cosines[text] = Float.NEGATIVE_INFINITY;
    }

    /** In four sums: the processor need not wait for one to begin the next. */
    private static float dot(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sum0 += a[i] * b[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** Returns the indices of the highest, highest first. */
    private static int[] highest(float[] cosines, int count) {
        int[] places = new int[count];
        int found = 0;
        for (int i = 0; i < cosines.length; i++) {
            int rank = found;
            while (rank > 0 && cosines[places[rank - 1]] < cosines[i]) {
                rank--;
            }
            if (rank < count) {
                found = Math.min(count, found + 1);
                System.arraycopy(places, rank, places, rank + 1, found - rank - 1);
                places[rank] = i;
            }
        }
        return places;
    }
}
