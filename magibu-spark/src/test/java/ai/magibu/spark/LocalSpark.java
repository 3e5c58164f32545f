package ai.magibu.spark;

import ai.magibu.embedding.test.TinyModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Spark in this JVM, with two cores, for all tests. */
public final class LocalSpark {

    /** An idle model is closed after this time. */
    static final int KEEP_IDLE_SECONDS = 2;

    private LocalSpark() {}

    public static SparkSession session() {
        SparkSession session = SparkSession.builder()
                .master("local[2]")
                .appName("magibu-spark tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.magibu.keepIdle", KEEP_IDLE_SECONDS + "s")
                .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        return session;
    }

    public static MagibuEmbedding embedding() {
        return new MagibuEmbedding()
                .setModel(TinyModel.folder().toString())
                .setCacheDirectory(TinyModel.cacheDirectory().toString())
                .setInputCol("text");
    }

    public static Dataset<Row> rows(StructType schema, List<Row> rows) {
        return session().createDataFrame(rows, schema);
    }

    /** Returns the vector in a column. */
    public static float[] vector(Row row, String column) {
        List<Float> components = row.getList(row.fieldIndex(column));
        float[] vector = new float[components.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = components.get(i);
        }
        return vector;
    }

    public static List<float[]> vectors(List<Row> rows, String column) {
        List<float[]> vectors = new ArrayList<>();
        rows.forEach(row -> vectors.add(vector(row, column)));
        return vectors;
    }
}
