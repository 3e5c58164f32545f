package ai.magibu.it.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Texts of the tiny model with the vectors of sentence-transformers. */
final class Golden {

    private Golden() {}

    /** Returns the columns {@code text}, {@code expected} (the vector) and {@code tokens} of a prompt. */
    static Dataset<Row> of(SparkSession spark, String file, String prompt) {
        return spark.read().option("multiLine", true).json(file)
                .filter("prompt = '" + prompt + "'")
                .selectExpr("text", "cast(embedding as array<float>) expected", "size(input_ids) tokens");
    }
}
