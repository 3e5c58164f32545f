package ai.magibu.sample.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTest {

    @Test
    void whatIsTogetherStaysTogether() {
        float[][] vectors = clusters(5, 40, 64);

        float[][] places = Projection.project(vectors);

        int sameCluster = 0;
        for (int i = 0; i < places.length; i++) {
            sameCluster += nearest(places, i) / 40 == i / 40 ? 1 : 0;
        }
        assertThat(sameCluster).as("points whose nearest neighbour is of their cluster").isGreaterThan(190);
    }

    @Test
    void sameVectorsGiveTheSamePicture() {
        float[][] vectors = clusters(3, 10, 16);
        assertThat(Projection.project(vectors)).isDeepEqualTo(Projection.project(clusters(3, 10, 16)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 16, 17})
    void anyNumberOfPointsHasItsPlaces(int count) {
        float[][] places = Projection.project(clusters(1, count, 8));
        assertThat(places).hasNumberOfRows(count);
        for (float[] place : places) {
            assertThat(place[0]).isBetween(0f, 1f);
            assertThat(place[1]).isBetween(0f, 1f);
        }
    }

    @Test
    void equalVectorsHavePlacesToo() {
        float[][] vectors = clusters(1, 1, 8);
        float[][] places = Projection.project(new float[][] {
            vectors[0], vectors[0], vectors[0], vectors[0], vectors[0], vectors[0], vectors[0], vectors[0]
        });
        for (float[] place : places) {
            assertThat(place[0]).isBetween(0f, 1f);
            assertThat(place[1]).isBetween(0f, 1f);
        }
    }

    private static int nearest(float[][] places, int to) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < places.length; i++) {
            double distance = Math.hypot(places[i][0] - places[to][0], places[i][1] - places[to][1]);
            if (i != to && distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    /** One cluster after the other, each around a direction of its own. */
    private static float[][] clusters(int count, int size, int dimensions) {
        Random random = new Random(7);
        float[][] vectors = new float[count * size][dimensions];
        for (int cluster = 0; cluster < count; cluster++) {
            float[] centre = new float[dimensions];
            for (int d = 0; d < dimensions; d++) {
                centre[d] = (float) random.nextGaussian();
            }
            for (int i = 0; i < size; i++) {
                for (int d = 0; d < dimensions; d++) {
                    vectors[cluster * size + i][d] = centre[d] + 0.4f * (float) random.nextGaussian();
                }
            }
        }
        return vectors;
    }
}
