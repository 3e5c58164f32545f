package ai.magibu.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.cli.lines.InputLine;
import ai.magibu.embedding.api.Passage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class ComparisonTest {

    private static final float[] RIGHT = {1, 0};

    @Test
    void figuresAreThoseOfTheCosines() {
        Comparison comparison = new Comparison();
        // 1/3000 to 1 in no order: more than the array begins with
        for (int i = 0; i < 3_000; i++) {
            add(comparison, i + 1, (i * 1_009 % 3_000 + 1) / 3_000f);
        }

        assertThat(comparison.texts()).isEqualTo(3_000);
        assertThat(comparison.firstPercentile()).isCloseTo(30 / 3_000f, within(1e-6f));
        assertThat(comparison.mean()).isCloseTo(3_001 / 6_000.0, within(1e-6));
        assertThat(comparison.neighbors().texts()).isEqualTo(Comparison.MAX_SAMPLE);
    }

    @Test
    void worstAreTheLowestThreeAndTheEarliestOfEquals() {
        Comparison comparison = new Comparison();
        float[] cosines = {0.9f, 0.5f, 0.99f, 0.2f, 0.5f, 0.5f, 0.8f};
        for (int i = 0; i < cosines.length; i++) {
            add(comparison, i + 1, cosines[i]);
        }

        assertThat(comparison.worst()).extracting(outlier -> outlier.line().number()).containsExactly(4L, 2L, 5L);
        assertThat(comparison.worst().get(0).cosine()).isCloseTo(0.2f, within(1e-6f));
    }

    @Test
    void sameVectorsHaveTheSameNeighborsDuplicatesIncluded() {
        Random random = new Random(1);
        List<float[]> vectors = IntStream.range(0, 50).mapToObj(i -> vector(random, 33)).toList();
        List<float[]> twice = IntStream.range(0, 100).mapToObj(i -> vectors.get(i % 50)).toList();

        assertThat(NeighborAgreement.of(twice, twice)).isEqualTo(new NeighborAgreement(100, 1, 10, 1));
    }

    @Test
    void agreementIsThatOfAllPairsSorted() {
        Random random = new Random(2);
        List<float[]> first = IntStream.range(0, 60).mapToObj(i -> vector(random, 7)).toList();
        List<float[]> second = first.stream()
                .map(vector -> {
                    float[] noisy = vector.clone();
                    for (int i = 0; i < noisy.length; i++) {
                        noisy[i] += 0.3f * (float) random.nextGaussian();
                    }
                    return noisy;
                })
                .toList();

        double nearest = 0;
        double shared = 0;
        for (int text = 0; text < 60; text++) {
            List<Integer> firstRanking = ranking(first, text);
            List<Integer> secondRanking = ranking(second, text);
            nearest += firstRanking.get(0).equals(secondRanking.get(0)) ? 1 / 60.0 : 0;
            shared += secondRanking.stream().limit(10).filter(firstRanking.subList(0, 10)::contains).count() / 600.0;
        }
        NeighborAgreement agreement = NeighborAgreement.of(first, second);

        assertThat(nearest).isBetween(0.1, 0.9);
        assertThat(agreement.nearest()).isCloseTo(nearest, within(1e-9));
        assertThat(agreement.shared()).isCloseTo(shared, within(1e-9));
    }

    @Test
    void fewTextsHaveFewNeighbors() {
        List<float[]> first = List.of(new float[] {1, 0}, new float[] {1, 0.1f}, new float[] {0, 1});
        List<float[]> second = List.of(new float[] {1, 0}, new float[] {0.1f, 1}, new float[] {0, 1});

        // Of the second text alone the nearest is another one.
        assertThat(NeighborAgreement.of(first, second)).isEqualTo(new NeighborAgreement(3, 2 / 3.0, 2, 1));
    }

    @Test
    void zerosAreNearNothing() {
        List<float[]> zeros = List.of(new float[2], new float[2], new float[2]);

        assertThat(NeighborAgreement.of(zeros, zeros)).isEqualTo(new NeighborAgreement(3, 1, 2, 1));
    }

    private static void add(Comparison comparison, long line, float cosine) {
        float[] other = {cosine, (float) Math.sqrt(1 - (double) cosine * cosine)};
        comparison.add(new InputLine(line, null, Passage.of("text")), RIGHT, other);
    }

    private static float[] vector(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static List<Integer> ranking(List<float[]> vectors, int text) {
        return IntStream.range(0, vectors.size())
                .filter(other -> other != text)
                .boxed()
                .sorted((a, b) -> Double.compare(cosine(vectors.get(text), vectors.get(b)), cosine(vectors.get(text), vectors.get(a))))
                .toList();
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squares += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(squares);
    }
}
