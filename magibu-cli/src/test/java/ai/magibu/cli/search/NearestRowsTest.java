package ai.magibu.cli.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.cli.rows.EmbeddedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestRowsTest {

    private static final float[] QUERY = {1, 0};

    @Test
    void bestComeFirst() {
        assertThat(nearest(2, new float[] {0, 1}, new float[] {3, 0}, new float[] {1, 1}).bestFirst())
                .extracting(Hit::row).containsExactly(2L, 3L);
    }

    @Test
    void scoreIsTheCosine() {
        Hit hit = nearest(1, new float[] {3, 4}).bestFirst().get(0);
        assertThat(hit.score()).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void ofEqualRowsTheFirstIsListedFirst() {
        assertThat(nearest(2, new float[] {0, 1}, new float[] {1, 0}, new float[] {2, 0}, new float[] {4, 0}).bestFirst())
                .extracting(Hit::row).containsExactly(2L, 3L);
    }

    @Test
    void zeroVectorIsAsFarAsARightAngle() {
        assertThat(nearest(3, new float[] {0, 0}, new float[] {-1, 0}, new float[] {1, 0}).bestFirst())
                .extracting(Hit::row).containsExactly(3L, 1L, 2L);
    }

    @Test
    void rowsWithoutNumbersAreLeftOutAndCounted() {
        NearestRows nearest = nearest(5, new float[] {Float.NaN, 0}, new float[] {1, 0}, new float[] {Float.POSITIVE_INFINITY, 0});
        assertThat(nearest.bestFirst()).extracting(Hit::row).containsExactly(2L);
        assertThat(nearest.invalidRows()).isEqualTo(2);
    }

    @Test
    void resultIsThatOfASortOfAllRows() {
        Random random = new Random(4);
        float[][] vectors = new float[1000][];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = new float[] {random.nextInt(20) - 10, random.nextInt(20) + 1};
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -vectors[i][0] / Math.hypot(vectors[i][0], vectors[i][1])));

        List<Hit> hits = nearest(30, vectors).bestFirst();

        assertThat(hits).hasSize(30);
        for (int i = 0; i < hits.size(); i++) {
            float[] expected = vectors[order.get(i)];
            assertThat(hits.get(i).score()).isCloseTo(expected[0] / Math.hypot(expected[0], expected[1]), within(1e-9));
        }
    }

    private static NearestRows nearest(int count, float[]... vectors) {
        NearestRows nearest = new NearestRows(count);
        for (int i = 0; i < vectors.length; i++) {
            nearest.add(new EmbeddedRow(i + 1, null, vectors[i]), QUERY);
        }
        return nearest;
    }
}
