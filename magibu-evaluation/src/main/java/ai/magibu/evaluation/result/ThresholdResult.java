package ai.magibu.evaluation.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.stats.Interval;

/**
 * The best threshold of similarity of labeled pairs.
 *
 * @param name the name of the data, for example of its file
 * @param encoder the settings of the encoder
 * @param pairs the number of pairs
 * @param matching the number of pairs that are labeled as a match
 * @param goal the name of the score that the threshold maximizes, for example {@code f1}
 * @param threshold the cosine similarity from which a pair counts as a match
 * @param scores the scores at the threshold by their names, for example {@code f1}, {@code accuracy}, {@code precision}, {@code recall}
 */
public record ThresholdResult(String name, EncoderSettings encoder, int pairs, int matching, String goal, Interval threshold,
        Map<String, Interval> scores) {

    /** Copies the map and keeps its order. */
    public ThresholdResult {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
