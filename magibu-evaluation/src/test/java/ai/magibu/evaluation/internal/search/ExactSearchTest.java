package ai.magibu.evaluation.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactSearchTest {

    /** Components are small integers, so that many documents have the same direction or the same cosine. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "7, 3, 2, 5", "1024, 8, 64, 100", "1025, 9, 65, 1000", "3000, 5, 3, 1000", "2500, 16, 1100, 10"})
    void findsWhatANaiveSearchFinds(int documents, int dimensions, int queries, int k) {
        Random random = new Random(documents);
        float[][] d = integers(random, documents, dimensions);
        float[][] q = integers(random, queries, dimensions);
        List<String> ids = IntStream.range(0, documents).mapToObj(i -> Integer.toString(i * 7919 % documents)).toList();
        List<Hits> found = new ExactSearch(Vectors.of(d), ids).search(Vectors.of(q), k);
        assertThat(found).hasSize(queries);
        for (int i = 0; i < queries; i += Math.max(1, queries / 20)) {
            assertSameOrder(found.get(i), q[i], d, ids, k);
        }
    }

    @Test
    void equalDocumentsAreOrderedByTheirIdsTheLastFirst() {
        float[][] same = new float[2000][];
        Arrays.fill(same, new float[] {.3f, .7f, -.1f});
        List<String> ids = IntStream.range(0, 2000).mapToObj(Integer::toString).toList();
        Hits hits = new ExactSearch(Vectors.of(same), ids).search(Vectors.of(new float[][] {{1, 2, 3}}), 1000).get(0);
        List<String> expected = ids.stream().sorted(Comparator.reverseOrder()).limit(1000).toList();
        assertThat(IntStream.of(hits.documents()).mapToObj(ids::get)).isEqualTo(expected);
    }

    @Test
    void aVectorThatIsNotANumberHasTheScoreMinusOne() {
        Vectors documents = Vectors.of(new float[][] {{Float.NaN, 1}, {-1, 0}, {1, 0}, {-1, .1f}});
        Hits hits = new ExactSearch(documents, List.of("a", "b", "c", "d")).search(Vectors.of(new float[][] {{2, 0}}), 10).get(0);
        assertThat(hits.documents()).containsExactly(2, 3, 1, 0);
        assertThat(hits.scores()[3]).isEqualTo(-1f);
        Hits worse = new ExactSearch(documents, List.of("a", "b", "c", "d")).search(Vectors.of(new float[][] {{2, 0}}), 2).get(0);
        assertThat(worse.documents()).containsExactly(2, 3);
    }

    @Test
    void aZeroVectorHasTheScoreZero() {
        Vectors documents = Vectors.of(new float[][] {{0, 0}, {-1, 0}, {1, 0}});
        ExactSearch search = new ExactSearch(documents, List.of("a", "b", "c"));
        assertThat(search.search(Vectors.of(new float[][] {{5, 0}}), 3).get(0).documents()).containsExactly(2, 0, 1);
        Hits zero = search.search(Vectors.of(new float[][] {{0, 0}}), 3).get(0);
        assertThat(zero.documents()).containsExactly(2, 1, 0);
        assertThat(zero.scores()).containsOnly(0);
    }

    @Test
    void lengthsDoNotMatter() {
        Vectors documents = Vectors.of(new float[][] {{1e18f, 1e18f}, {1e-9f, 0}});
        Hits hits = new ExactSearch(documents, List.of("a", "b")).search(Vectors.of(new float[][] {{1, 0}}), 2).get(0);
        assertThat(hits.documents()).containsExactly(1, 0);
        assertThat(hits.scores()).containsExactly(new float[] {1, (float) Math.sqrt(.5)}, within(1e-6f));
    }

    @Test
    void noDocumentsGiveNoHits() {
        assertThat(new ExactSearch(Vectors.of(new float[0][]), List.of()).search(Vectors.of(new float[][] {{1}}), 5).get(0).documents())
                .isEmpty();
        assertThat(new ExactSearch(Vectors.of(new float[][] {{1}}), List.of("a")).search(Vectors.of(new float[0][]), 5)).isEmpty();
    }

    @Test
    void otherDimensionsMissingIdsAndNoHitsAreRejected() {
        Vectors documents = Vectors.of(new float[][] {{1, 2}});
        assertThatIllegalArgumentException().isThrownBy(() -> new ExactSearch(documents, List.of()));
        ExactSearch search = new ExactSearch(documents, List.of("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> search.search(Vectors.of(new float[][] {{1}}), 1))
                .withMessage("The queries have 1 dimensions, the documents have 2.");
        assertThatIllegalArgumentException().isThrownBy(() -> search.search(documents, 0)).withMessageContaining("must be positive");
    }

    /** Compares with exact cosines: the order may differ only where these are closer than float32 can tell. */
    private static void assertSameOrder(Hits hits, float[] query, float[][] documents, List<String> ids, int k) {
        double[] cosines = new double[documents.length];
        for (int j = 0; j < cosines.length; j++) {
            cosines[j] = cosine(query, documents[j]);
        }
        List<Integer> expected = IntStream.range(0, cosines.length).boxed()
                .sorted(Comparator.<Integer>comparingDouble(j -> cosines[j]).thenComparing(ids::get).reversed()).limit(k).toList();
        assertThat(hits.documents()).hasSize(expected.size()).doesNotHaveDuplicates();
        for (int r = 0; r < expected.size(); r++) {
            assertThat((double) hits.scores()[r]).isCloseTo(cosines[expected.get(r)], within(1e-6));
            assertThat(cosines[hits.documents()[r]]).isCloseTo(cosines[expected.get(r)], within(1e-6));
            if (r > 0 && hits.scores()[r] == hits.scores()[r - 1]) {
                assertThat(ids.get(hits.documents()[r])).isLessThan(ids.get(hits.documents()[r - 1]));
            }
        }
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot == 0 ? 0 : dot / Math.sqrt(aa * bb);
    }

    private static float[][] integers(Random random, int rows, int dimensions) {
        float[][] vectors = new float[rows][dimensions];
        for (float[] vector : vectors) {
            for (int i = 0; i < dimensions; i++) {
                vector[i] = random.nextInt(5) - 2;
            }
        }
        return vectors;
    }
}
