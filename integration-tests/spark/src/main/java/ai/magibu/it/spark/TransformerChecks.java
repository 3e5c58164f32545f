package ai.magibu.it.spark;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.spark.MagibuEmbedding;
import ai.magibu.spark.MagibuSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** {@link MagibuEmbedding} on executors that have the model as an archive. */
final class TransformerChecks {

    private static final String MODEL = "files:magibu";

    private final SparkSession spark;
    private final String golden;

    TransformerChecks(SparkSession spark, String golden) {
        this.spark = spark;
        this.golden = golden;
    }

    private static MagibuEmbedding embedding() {
        return new MagibuEmbedding().setModel(MODEL).setInputCol("text");
    }

    private Dataset<Row> numbered(long rows, int partitions) {
        return spark.range(0, rows, 1, partitions).selectExpr("id", "concat('Boğaz ', id, ' numaralı metin') text");
    }

    void vectorsAreTheGoldens(String model) {
        Dataset<Row> documents = Golden.of(spark, golden, "document").repartition(3);

        List<Row> rows = embedding().setModel(model).setTokenCounts(true).transform(documents).collectAsList();

        Expect.that(rows.size() > 30, "only " + rows.size() + " rows");
        for (Row row : rows) {
            Expect.sameVector(row.getList(row.fieldIndex("embedding")), row.getList(row.fieldIndex("expected")), row.getString(0));
            Expect.equal(row.getAs("embedding_tokens"), row.getAs("tokens"), "tokens of " + row.getString(0));
        }
    }

    void titlesNullsDimensionsAndTokenCounts() {
        Dataset<Row> texts = spark.range(0, 60, 1, 3).selectExpr(
                "id", "if(id % 7 = 3, null, concat('Boğaz ', id, repeat(' ılık rüzgâr', cast(id % 50 as int)))) text",
                "if(id % 5 = 0, concat('Başlık ', id), null) title");

        List<Row> rows = embedding().setTitleCol("title").setDimensions(16).setTokenCounts(true).transform(texts).collectAsList();

        try (MagibuEmbedder library = MagibuEmbedder.builder().model(Path.of(SparkFiles.get("magibu"))).threads(1).load()) {
            EncodeOptions options = EncodeOptions.of(Prompt.DOCUMENT).withDimensions(16);
            for (Row row : rows) {
                String text = row.getAs("text");
                if (text == null) {
                    Expect.that(row.isNullAt(3) && row.isNullAt(4) && row.isNullAt(5), "null has no vector: " + row);
                    continue;
                }
                String title = row.getAs("title");
                Embedding expected = library.embed(title == null ? Passage.of(text) : Passage.titled(title, text), options);
                List<Float> vector = new ArrayList<>();
                for (float component : expected.vector()) {
                    vector.add(component);
                }
                Expect.sameVector(row.getList(3), vector, text);
                Expect.equal(row.getAs("embedding_tokens"), expected.tokens(), "tokens of " + text);
                Expect.equal(row.getAs("embedding_dropped"), expected.droppedTokens(), "dropped tokens of " + text);
            }
        }
    }

    void vectorsDoNotDependOnThePartitioning() {
        List<List<Float>> whole = vectors(embedding(), numbered(100, 1));
        for (int partitions : new int[] {2, 7}) {
            List<List<Float>> parts = vectors(embedding(), numbered(100, partitions));
            for (int i = 0; i < 100; i++) {
                Expect.sameVector(parts.get(i), whole.get(i), "row " + i);
            }
        }
    }

    private static List<List<Float>> vectors(MagibuEmbedding embedding, Dataset<Row> texts) {
        return embedding.transform(texts).orderBy("id").collectAsList().stream().map(row -> row.<Float>getList(2)).toList();
    }

    void aRejectedText() throws Exception {
        Dataset<Row> texts = numbered(20, 2).selectExpr("id", "if(id % 10 = 1, repeat('0', 250000), text) text");

        Expect.equal(embedding().setOnError("null").transform(texts).filter("embedding is null").count(), 2L, "rows without a vector");
        Expect.failure(() -> embedding().transform(texts).count(), "no place to cut within 200000");
    }

    void accumulators() throws Exception {
        Counts counts = new Counts();
        spark.sparkContext().addSparkListener(counts);
        try {
            embedding().transform(numbered(30, 3).selectExpr("id", "if(id = 7, repeat(text, 200), text) text")).count();
            counts.await("texts", 30);
            counts.await("truncated texts", 1);
        } finally {
            spark.sparkContext().removeSparkListener(counts);
        }
    }

    void mistakesAreNamed() throws Exception {
        Dataset<Row> texts = numbered(1, 1);
        Expect.failure(() -> embedding().setPrompt("sorgu").transform(texts), "no prompt \"sorgu\"");
        Expect.failure(() -> embedding().setDimensions(97).transform(texts), "dimensions must be 1 to 96");
        Expect.failure(() -> embedding().setInputCol("id").transform(texts), "\"id\" has the type bigint, not string");
        Expect.failure(() -> embedding().setOutputCol("text").transform(texts), "already has a column \"text\"");
        // The driver does not know what executors can read.
        Expect.failure(() -> embedding().setModel("/missing").transform(texts).count(), "ModelSourceException", "/missing");
    }

    void tasksOfEqualLength() {
        Dataset<Row> tasks = MagibuSpark.balanced(numbered(1000, 1), "text", 5000);

        long characters = numbered(1000, 1).selectExpr("sum(length(text))").first().getLong(0);
        Expect.equal((long) tasks.rdd().getNumPartitions(), (characters + 4999) / 5000, "tasks");
        Expect.equal(tasks.distinct().count(), 1000L, "rows");
    }
}
