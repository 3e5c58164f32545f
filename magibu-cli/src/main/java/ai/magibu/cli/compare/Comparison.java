package ai.magibu.cli.compare;

import ai.magibu.cli.lines.InputLine;
import ai.magibu.embedding.MagibuEmbedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The differences between two embeddings of the same texts. Holds four bytes for each text, and the vectors of a sample in which
 * neighbors are searched: drawn evenly from all texts, and the same in each run.
 */
final class Comparison {

    static final int MAX_SAMPLE = 2_000;
    static final int WORST = 3;

    private static final long SEED = 1;
    private static final Comparator<Outlier> LOWEST_FIRST =
            Comparator.<Outlier>comparingDouble(Outlier::cosine).thenComparingLong(outlier -> outlier.line().number());

    /** A text with a low cosine. */
    record Outlier(InputLine line, float cosine) {}

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<float[]> firstSample = new ArrayList<>();
    private final List<float[]> secondSample = new ArrayList<>();
    private final List<Outlier> worst = new ArrayList<>();
    private float[] cosines = new float[1024];
    private int texts;

    /** Takes the two vectors of one line's text. */
    void add(InputLine line, float[] first, float[] second) {
        float cosine = MagibuEmbedder.similarity(first, second);
        if (texts == cosines.length) {
            cosines = Arrays.copyOf(cosines, 2 * texts);
        }
        cosines[texts] = cosine;
        texts++;
        worst.add(new Outlier(line, cosine));
        worst.sort(LOWEST_FIRST);
        if (worst.size() > WORST) {
            worst.remove(WORST);
        }
        sample(first, second);
    }

    private void sample(float[] first, float[] second) {
        if (firstSample.size() < MAX_SAMPLE) {
            firstSample.add(first);
            secondSample.add(second);
            return;
        }
        int place = random.nextInt(texts);
        if (place < MAX_SAMPLE) {
            firstSample.set(place, first);
            secondSample.set(place, second);
        }
    }

    int texts() {
        return texts;
    }

    /** The texts with the lowest cosines, lowest first. */
    List<Outlier> worst() {
        return List.copyOf(worst);
    }

    /** The cosine that one text of a hundred does not exceed; needs a text. */
    float firstPercentile() {
        float[] sorted = Arrays.copyOf(cosines, texts);
        Arrays.sort(sorted);
        return sorted[(texts - 1) / 100];
    }

    /** Needs a text. */
    double mean() {
        double sum = 0;
        for (int i = 0; i < texts; i++) {
            sum += cosines[i];
        }
        return sum / texts;
    }

    /** Needs two texts. */
    NeighborAgreement neighbors() {
        return NeighborAgreement.of(firstSample, secondSample);
    }
}
