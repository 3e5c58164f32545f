package ai.magibu.evaluation.internal.score;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import ai.magibu.evaluation.api.EncodingListener;
import ai.magibu.evaluation.api.TextRole.Side;
import ai.magibu.evaluation.api.ThresholdGoal;
import ai.magibu.evaluation.internal.encode.CachedEncoder;
import ai.magibu.evaluation.internal.metric.Similarity;
import ai.magibu.evaluation.internal.score.ThresholdSearch.Counts;
import ai.magibu.evaluation.internal.vector.Vectors;
import ai.magibu.evaluation.result.ThresholdResult;
import ai.magibu.evaluation.stats.Bootstrap;
import ai.magibu.evaluation.stats.Interval;
import ai.magibu.evaluation.task.LabeledPairs;
import ai.magibu.evaluation.task.TaskType;

/** Finds the best threshold of a user's own pairs. */
public final class OwnThreshold {

    /** Each resample searches all thresholds, so there are fewer of them than for a mean. */
    private static final int RESAMPLES = 2000;
    private static final long SEED = 42;

    private final CachedEncoder encoder;

    public OwnThreshold(CachedEncoder encoder) {
        this.encoder = encoder;
    }

    /** Encodes the pairs and searches. */
    public ThresholdResult run(LabeledPairs data, String name, ThresholdGoal goal, int matching, EncodingListener listener) {
        TaskTexts texts = new TaskTexts(name, TaskType.PAIR_CLASSIFICATION.id());
        encoder.encode(texts.of(data), listener);
        double[] similarities = similarities(encoder.vectors(texts.role(Side.NONE), data.first()),
                encoder.vectors(texts.role(Side.NONE), data.second()));
        ThresholdSearch search = new ThresholdSearch(similarities, data.labels());
        int pairs = similarities.length;
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, SEED);
        Interval threshold = bootstrap.interval(pairs, sample -> search.best(weights(sample, pairs), goal));
        Map<String, ToDoubleFunction<Counts>> measures = new LinkedHashMap<>();
        measures.put("f1", Counts::f1);
        measures.put("accuracy", Counts::accuracy);
        measures.put("precision", Counts::precision);
        measures.put("recall", Counts::recall);
        Map<String, Interval> scores = new LinkedHashMap<>();
        measures.forEach((measure, value) -> scores.put(measure, bootstrap.interval(pairs,
                sample -> value.applyAsDouble(search.counts(weights(sample, pairs), threshold.value())))));
        return new ThresholdResult(name, encoder.settings(), pairs, matching, goal.name().toLowerCase(Locale.ROOT), threshold, scores);
    }

    private static int[] weights(int[] sample, int pairs) {
        int[] weights = new int[pairs];
        Arrays.stream(sample).forEach(pair -> weights[pair]++);
        return weights;
    }

    private static double[] similarities(Vectors first, Vectors second) {
        return IntStream.range(0, first.size()).mapToDouble(row -> Similarity.cosine(components(first, row), components(second, row)))
                .toArray();
    }

    private static double[] components(Vectors vectors, int row) {
        float[] vector = vectors.row(row);
        return IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
    }
}
