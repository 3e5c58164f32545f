package ai.magibu.sample.map;

import tagbio.umap.Umap;

/**
 * Vectors of many dimensions in two, by UMAP: what is near stays near. The same vectors in the same order give the same picture.
 */
final class Projection {

    private static final int NEIGHBOURS = 10;

    private Projection() {}

    /**
     * @param vectors of one length, none of them all zeros
     * @return x and y of each, from 0 to 1, in the vectors' order
     */
    static float[][] project(float[][] vectors) {
        // UMAP needs some neighbours for each; so few points show no clusters anyway.
        return vectors.length <= 4 ? onACircle(vectors.length) : toUnitSquare(new Umap()
                .setNumberComponents(2)
                .setNumberNearestNeighbours(Math.min(NEIGHBOURS, vectors.length - 1))
                .setMetric("cosine")
                .setMinDist(0.2f) // so that points of one cluster do not cover each other
                .setSeed(42)
                .setThreads(1) // more would make each picture another one
                .fitTransform(vectors));
    }

    private static float[][] onACircle(int count) {
        float[][] places = new float[count][];
        for (int i = 0; i < count; i++) {
            double angle = 2 * Math.PI * i / count;
            places[i] = new float[] {(float) (0.5 + Math.sin(angle) / 4), (float) (0.5 - Math.cos(angle) / 4)};
        }
        return places;
    }

    private static float[][] toUnitSquare(float[][] places) {
        for (int axis = 0; axis < 2; axis++) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (float[] place : places) {
                least = Math.min(least, place[axis]);
                most = Math.max(most, place[axis]);
            }
            for (float[] place : places) {
                place[axis] = most > least ? (place[axis] - least) / (most - least) : 0.5f;
            }
        }
        return places;
    }
}
