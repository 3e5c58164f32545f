package ai.magibu.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transformer on Spark in this JVM. */
class MagibuEmbeddingIT {

    private static final StructType PASSAGES = new StructType().add("id", "long").add("text", "string").add("title", "string");

    /** Rejected, because it has no place to cut. */
    private static final String REJECTED = "0".repeat(250_000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"document", "query"})
    void vectorsAreThoseOfSentenceTransformers(String prompt) {
        List<ReferenceVector> references = TinyModel.referenceVectors(prompt);
        Dataset<Row> texts = passages(references.stream().map(ReferenceVector::text).toList());

        List<Row> rows = LocalSpark.embedding().setPrompt(prompt).transform(texts).orderBy("id").collectAsList();

        for (int i = 0; i < references.size(); i++) {
            assertThat(LocalSpark.vector(rows.get(i), "embedding")).containsExactly(references.get(i).vector(),
                    within(TinyModel.TOLERANCE));
        }
    }

    @Test
    void otherColumnsStayAsTheyAre() {
        Metadata metadata = new MetadataBuilder().putString("role", "label").build();
        Dataset<Row> texts = LocalSpark.session().range(2)
                .selectExpr("id", "interval 1 day age", "id `a.b`", "1 twice", "2 twice", "'metin' text");
        Dataset<Row> labelled = texts.withColumn("id", texts.col("id").as("id", metadata));

        Dataset<Row> embedded = LocalSpark.embedding().transform(labelled);

        assertThat(embedded.schema()).isEqualTo(LocalSpark.embedding().transformSchema(labelled.schema()));
        assertThat(embedded.schema().apply("id").metadata()).isEqualTo(metadata);
        assertThat(embedded.drop("embedding").collectAsList()).isEqualTo(labelled.collectAsList());
    }

    @Test
    void titlesNullsDimensionsAndTokenCounts() {
        Dataset<Row> passages = LocalSpark.rows(PASSAGES, List.of(
                RowFactory.create(0L, "Boğaz iki kıtayı ayırır.", "İstanbul"),
                RowFactory.create(1L, null, "İzmir"),
                RowFactory.create(2L, "uzun ".repeat(1_000), null)));

        List<Row> rows = LocalSpark.embedding().setTitleCol("title").setDimensions(16).setTokenCounts(true).transform(passages)
                .orderBy("id").collectAsList();

        EncodeOptions options = EncodeOptions.of(Prompt.DOCUMENT).withDimensions(16);
        try (MagibuEmbedder library = TinyModel.load()) {
            for (int i : new int[] {0, 2}) {
                Row row = rows.get(i);
                Embedding expected = library.embed(Passage.titled(row.getString(2), row.getString(1)), options);
                assertThat(LocalSpark.vector(row, "embedding")).containsExactly(expected.vector(), within(TinyModel.TOLERANCE));
                assertThat(row.getInt(4)).isEqualTo(expected.tokens());
                assertThat(row.getInt(5)).isEqualTo(expected.droppedTokens());
            }
        }
        assertThat(rows.get(2).getInt(5)).isPositive();
        assertThat(List.of(rows.get(1).isNullAt(3), rows.get(1).isNullAt(4), rows.get(1).isNullAt(5))).containsOnly(true);
    }

    @Test
    void halfPrecisionIsStoredAsRoundedFloats() {
        Dataset<Row> texts = passages(texts(3));

        List<float[]> floats = vectors(LocalSpark.embedding().transform(texts));
        List<float[]> halves = vectors(LocalSpark.embedding().setStorage("half").transform(texts));

        for (int i = 0; i < floats.size(); i++) {
            for (int j = 0; j < TinyModel.DIMENSION; j++) {
                assertThat(halves.get(i)[j]).isCloseTo(floats.get(i)[j], within(Math.abs(floats.get(i)[j]) / 2_000 + 1e-7f));
                assertThat(Float.floatToRawIntBits(halves.get(i)[j]) & (1 << 13) - 1).isZero(); // 10 bits after the leading one
            }
        }
    }

    @Test
    void aSavedStageAndPipelineGiveTheSameVectors() throws Exception {
        Dataset<Row> texts = passages(texts(3));
        MagibuEmbedding stage = LocalSpark.embedding().setDimensions(8).setPrompt("query");
        stage.save(folder.resolve("stage").toString());
        new Pipeline().setStages(new PipelineStage[] {stage}).fit(texts).save(folder.resolve("pipeline").toString());

        List<float[]> expected = vectors(stage.transform(texts));

        assertThat(vectors(MagibuEmbedding.load(folder.resolve("stage").toString()).transform(texts)))
                .usingRecursiveComparison().isEqualTo(expected);
        assertThat(vectors(PipelineModel.load(folder.resolve("pipeline").toString()).transform(texts)))
                .usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void aRejectedTextFailsTheTaskOrHasNoVector() {
        List<String> texts = new ArrayList<>(texts(40));
        texts.set(3, REJECTED);
        texts.set(20, REJECTED);

        assertThatThrownBy(() -> LocalSpark.embedding().transform(passages(texts)).collectAsList())
                .hasStackTraceContaining("no place to cut within 200000");
        Dataset<Row> embedded = LocalSpark.embedding().setOnError("null").transform(passages(texts));
        assertThat(embedded.filter("embedding is null").orderBy("id").collectAsList()).extracting(row -> row.getLong(0))
                .containsExactly(3L, 20L);
    }

    @Test
    void accumulatorsCountTextsTokensAndTruncatedTexts() throws Exception {
        List<String> texts = new ArrayList<>(texts(20));
        texts.set(4, "uzun ".repeat(1_000));
        texts.set(5, REJECTED);
        texts.set(6, null);
        StageCounters counters = new StageCounters();
        LocalSpark.session().sparkContext().addSparkListener(counters);
        MagibuEmbedding stage = LocalSpark.embedding().setOnError("null").setTokenCounts(true);

        List<Row> rows = stage.transform(passages(texts)).collectAsList();

        long tokens = rows.stream().filter(row -> !row.isNullAt(4)).mapToLong(row -> row.getInt(4)).sum();
        LocalSpark.session().sparkContext().listenerBus().waitUntilEmpty();
        LocalSpark.session().sparkContext().removeSparkListener(counters);
        assertThat(counters.of(stage.uid())).isEqualTo(
                new TreeMap<>(Map.of("texts", 18L, "tokens", tokens, "truncated texts", 1L, "rejected texts", 1L)));
    }

    @Test
    void wrongSettingsAreRejectedBeforeAJobStarts() {
        Dataset<Row> texts = passages(texts(1));
        rejects(LocalSpark.embedding().setPrompt("sorgu"), texts, "no prompt \"sorgu\"");
        rejects(LocalSpark.embedding().setDimensions(97), texts, "dimensions must be 1 to 96");
        rejects(LocalSpark.embedding().setDimensions(-1), texts, "dimensions must not be negative: -1");
        rejects(LocalSpark.embedding().setMaxTokens(1_000_000), texts, "maxTokens must be");
        rejects(LocalSpark.embedding().setThreads(-2), texts, "threads must not be negative: -2");
        rejects(LocalSpark.embedding().setPrecision("fp16"), texts, "precision must be fp32, int8 or bf16, not \"fp16\"");
        rejects(LocalSpark.embedding().setStorage("int8"), texts, "storage must be float or half");
        rejects(LocalSpark.embedding().setOnError("skip"), texts, "onError must be fail or null");
        rejects(LocalSpark.embedding().setDevice("gpu"), texts, "device must be");
        rejects(LocalSpark.embedding().setPrompt("query").setTitleCol("title"), texts, "no place for a title");
        rejects(LocalSpark.embedding().setModel(" "), texts, "no model is set");
        rejects(LocalSpark.embedding().setModel("s3a://bucket/magibu"), texts, "set the model to files:magibu");
        rejects(LocalSpark.embedding().setModel(null), texts, "model is not set");
        rejects(new MagibuEmbedding().setInputCol("text"), texts, "model is not set");
        rejects(LocalSpark.embedding(), texts.selectExpr("text", "text"), "the dataset has 2 columns \"text\"");
        assertThatThrownBy(() -> LocalSpark.embedding().setModel(folder.resolve("missing").toString()).transform(texts))
                .isInstanceOf(ModelSourceException.class).hasMessageContaining("missing");
        assertThatThrownBy(() -> LocalSpark.embedding().setModel("files:missing").transform(texts))
                .isInstanceOf(ModelSourceException.class).hasMessageContaining("missing");
    }

    private static void rejects(MagibuEmbedding stage, Dataset<Row> texts, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> stage.transform(texts)).withMessageContaining(message);
    }

    @Test
    void newFilesAreEmbeddedOnce() throws Exception {
        String input = folder.resolve("in").toString();
        String output = folder.resolve("out").toString();
        passages(texts(10)).write().parquet(input);
        embedNewFiles(input, output);
        passages(texts(30)).filter("id >= 10").write().mode("append").parquet(input);
        embedNewFiles(input, output);

        Row counts = LocalSpark.session().read().parquet(output).selectExpr("count(*)", "count(distinct id)", "count(embedding)").first();
        assertThat(counts).isEqualTo(RowFactory.create(30L, 30L, 30L));
    }

    private void embedNewFiles(String input, String output) throws Exception {
        Dataset<Row> passages = LocalSpark.session().readStream().schema(PASSAGES).option("maxFilesPerTrigger", 2).parquet(input);
        StreamingQuery query = LocalSpark.embedding().transform(passages).writeStream()
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .format("parquet")
                .start(output);
        query.awaitTermination();
    }

    @Test
    void anArchiveIsFoundByItsName() throws Exception {
        Path archive = folder.resolve("tiny");
        Files.walk(TinyModel.folder()).forEach(file -> copy(file, archive));
        LocalSpark.session().sparkContext().addFile(archive.toString(), true);

        List<Row> rows = LocalSpark.embedding().setModel("files:tiny").transform(passages(texts(2))).collectAsList();

        assertThat(rows).allMatch(row -> !row.isNullAt(3));
    }

    private static void copy(Path file, Path target) {
        try {
            Files.copy(file, target.resolve(TinyModel.folder().relativize(file).toString()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<float[]> vectors(Dataset<Row> embedded) {
        return LocalSpark.vectors(embedded.orderBy("id").collectAsList(), "embedding");
    }

    private static List<String> texts(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add("Metin " + i + ": " + "ılık rüzgârlar eser ".repeat(i % 11));
        }
        return texts;
    }

    private static Dataset<Row> passages(List<String> texts) {
        List<Row> rows = new ArrayList<>();
        for (String text : texts) {
            rows.add(RowFactory.create((long) rows.size(), text, null));
        }
        return LocalSpark.rows(PASSAGES, rows).repartition(2);
    }
}
