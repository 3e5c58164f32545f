package ai.magibu.it.applications;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.scoring.onnx.OnnxScoringModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Loads an embedder and a cross-encoder in an order, uses both from several threads, and closes them in this order. */
final class RerankingProgram {

    private static final int ROUNDS = 25;

    private final OnnxScoringModel scoring;
    private final MagibuEmbedder embedder;
    private final JsonNode expectedScores;

    private RerankingProgram(Path models, Path cache, boolean scoringFirst) throws Exception {
        OnnxScoringModel first = scoringFirst ? scoring(models) : null;
        this.embedder = TinyModel.builder().cacheDirectory(cache).device(Device.CPU).load();
        this.scoring = first != null ? first : scoring(models);
        this.expectedScores = new ObjectMapper().readTree(models.resolve("scores.json").toFile());
    }

    static OnnxScoringModel scoring(Path models) {
        return new OnnxScoringModel(models.resolve("model.onnx").toString(), models.resolve("tokenizer.json").toString());
    }

    /** @param arguments the cross-encoder's folder, the cache folder, and which model is created and closed first */
    public static void main(String[] arguments) throws Exception {
        boolean scoringFirst = arguments[2].equals("scoring");
        RerankingProgram program = new RerankingProgram(Path.of(arguments[0]), Path.of(arguments[1]), scoringFirst);
        program.runTogether();
        if (scoringFirst) {
            program.scoring.close();
            System.out.println("vectors after the other's end: " + program.largestDifferenceOfVectors());
            program.embedder.close();
        } else {
            program.embedder.close();
            System.out.println("scores after the other's end: " + program.largestDifferenceOfScores());
            program.scoring.close();
        }
        System.out.println("closed");
    }

    private void runTogether() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Double>> scores = new ArrayList<>();
        List<Callable<Double>> vectors = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            scores.add(this::largestDifferenceOfScores);
            vectors.add(this::largestDifferenceOfVectors);
        }
        List<Callable<Double>> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            all.add(scores.get(round));
            all.add(vectors.get(round));
        }
        List<Future<Double>> results = threads.invokeAll(all);
        threads.shutdown();
        double scoring = 0;
        double embedding = 0;
        for (int i = 0; i < results.size(); i += 2) {
            scoring = Math.max(scoring, results.get(i).get());
            embedding = Math.max(embedding, results.get(i + 1).get());
        }
        System.out.println("scores: " + scoring);
        System.out.println("vectors: " + embedding);
    }

    private double largestDifferenceOfScores() {
        Map<String, List<JsonNode>> queries = new LinkedHashMap<>();
        expectedScores.forEach(row -> queries.computeIfAbsent(row.get("query").asText(), query -> new ArrayList<>()).add(row));
        double largest = 0;
        for (Map.Entry<String, List<JsonNode>> query : queries.entrySet()) {
            List<TextSegment> segments = query.getValue().stream().map(row -> TextSegment.from(row.get("document").asText())).toList();
            List<Double> scores = scoring.scoreAll(segments, query.getKey()).content();
            for (int i = 0; i < segments.size(); i++) {
                largest = Math.max(largest, Math.abs(scores.get(i) - query.getValue().get(i).get("score").asDouble()));
            }
        }
        return largest;
    }

    private double largestDifferenceOfVectors() {
        double largest = 0;
        for (ReferenceVector reference : TinyModel.referenceVectors(null)) {
            float[] vector = embedder.encode(reference.text());
            for (int i = 0; i < vector.length; i++) {
                largest = Math.max(largest, Math.abs(vector[i] - reference.vector()[i]));
            }
        }
        return largest;
    }
}
