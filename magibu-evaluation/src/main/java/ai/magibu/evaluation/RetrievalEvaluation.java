package ai.magibu.evaluation;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.magibu.evaluation.api.EncodingListener;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.internal.encode.CachedEncoder;
import ai.magibu.evaluation.internal.result.OwnResults;
import ai.magibu.evaluation.internal.score.DataHash;
import ai.magibu.evaluation.internal.score.OwnRetrieval;
import ai.magibu.evaluation.result.Comparison;
import ai.magibu.evaluation.result.RetrievalResult;
import ai.magibu.evaluation.stats.Bootstrap;
import ai.magibu.evaluation.stats.PairedDifference;
import ai.magibu.evaluation.task.RetrievalSet;

/**
 * Scores an encoder on a user's own documents and queries. Results and vectors are stored in the output folder, so that encoders and
 * settings can be compared on the same queries; a text that has its vector does not go through the model again. Not thread-safe.
 */
public final class RetrievalEvaluation {

    private static final long SEED = 42;

    private final TextEncoder encoder;
    private final RetrievalSet data;
    private final String name;
    private final Path output;
    private final OwnResults<RetrievalResult> results;
    private EncodingListener listener = (done, all) -> {};

    private RetrievalEvaluation(TextEncoder encoder, RetrievalSet data, String name, Path output) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.data = Objects.requireNonNull(data, "data");
        this.name = Objects.requireNonNull(name, "name");
        this.output = output;
        this.results = OwnResults.retrieval(output, name, DataHash.of(data));
    }

    /**
     * Returns an evaluation.
     *
     * @param encoder the encoder, which stays open
     * @param data the documents, queries and judgments
     * @param name the name of the data in reports
     * @param output the folder of results and vectors; created if it is missing
     */
    public static RetrievalEvaluation of(TextEncoder encoder, RetrievalSet data, String name, Path output) {
        return new RetrievalEvaluation(encoder, data, name, output);
    }

    /** Sets the observer of the encoding; default none. */
    public RetrievalEvaluation listener(EncodingListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Encodes the texts that have no vectors yet, searches all documents for each query, and stores the result.
     *
     * @return the result
     * @throws ai.magibu.evaluation.api.EvaluationException if a vector is invalid, or a file cannot be written
     */
    public RetrievalResult run() {
        try (CachedEncoder cached = CachedEncoder.open(encoder, output)) {
            RetrievalResult result = new OwnRetrieval(cached).run(data, name, listener);
            results.write(result);
            return result;
        }
    }

    /** Returns the folder of the results of this data, for a report. */
    public Path folder() {
        return results.folder();
    }

    /** Returns the stored results of this data, of all encoders and settings. */
    public List<RetrievalResult> results() {
        return results.readAll();
    }

    /**
     * Compares two results query by query with a paired bootstrap.
     *
     * @param first the result to compare with
     * @param second the result that is compared
     * @param metric a score that both have for each query, for example {@code ndcg_at_10}
     * @return the mean difference with its 95 % confidence interval
     * @throws IllegalArgumentException if the results are of different queries, or do not have the score
     */
    public static Comparison compare(RetrievalResult first, RetrievalResult second, String metric) {
        if (!first.perQuery().keySet().equals(second.perQuery().keySet())) {
            throw new IllegalArgumentException("The results are of different queries.");
        }
        Map<String, Scores> secondByQuery = new LinkedHashMap<>();
        first.perQuery().keySet().forEach(query -> secondByQuery.put(query, Objects.requireNonNull(second.perQuery().get(query))));
        PairedDifference difference = new Bootstrap(SEED).difference(values(first.perQuery(), metric), values(secondByQuery, metric));
        return new Comparison(first, second, metric, difference.interval(), difference.pValue());
    }

    private static double[] values(Map<String, Scores> perQuery, String metric) {
        return perQuery.values().stream().mapToDouble(scores -> scores.get(metric)).toArray();
    }
}
