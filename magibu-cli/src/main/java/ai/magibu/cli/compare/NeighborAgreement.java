package ai.magibu.cli.compare;

import java.util.List;

/**
 * How often two embeddings of the same texts find the same neighbors, the other texts with the highest cosine. Texts at the same
 * distance count as the same neighbor, because duplicates would otherwise differ by chance.
 *
 * @param texts the number of texts, which are the queries and the searched texts
 * @param nearest the share of texts whose nearest other text is the same, 0 to 1
 * @param count the size of the wider circle: 10 neighbors, or all others if there are fewer
 * @param shared the average share of that circle that is the same, 0 to 1
 */
record NeighborAgreement(int texts, double nearest, int count, double shared) {

    private static final int CIRCLE = 10;
    private static final float TIE = 1e-6f;

    /** Compares the vectors of at least two texts. */
    static NeighborAgreement of(List<float[]> firstVectors, List<float[]> secondVectors) {
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
            for (int neighbor : secondCircle) {
                if (firstCosines[neighbor] >= farthest) {
                    shared++;
                }
            }
        }
        return new NeighborAgreement(texts, (double) sameNearest / texts, count, (double) shared / count / texts);
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
        // a text is not its own neighbor
        cosines[text] = Float.NEGATIVE_INFINITY;
    }

    /** Adds up in four sums, because the processor can compute them at the same time. */
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
