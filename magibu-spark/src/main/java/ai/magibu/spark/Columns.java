package ai.magibu.spark;

import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a dataset that a stage reads, adds, and leaves as they are. */
final class Columns {

    private Columns() {}

    /**
     * Checks that a dataset has one column of this name, and that it has texts.
     *
     * @param parameter the name of the stage's parameter, for the message
     */
    static void requireText(StructType schema, String parameter, String name) {
        int found = Collections.frequency(Arrays.asList(schema.fieldNames()), name);
        if (found == 0) {
            throw new IllegalArgumentException(
                    parameter + ": the dataset has no column \"" + name + "\", only " + String.join(", ", schema.fieldNames()));
        }
        if (found > 1) {
            throw new IllegalArgumentException(parameter + ": the dataset has " + found + " columns \"" + name + "\"; rename them");
        }
        DataType type = schema.apply(name).dataType();
        if (!(type instanceof StringType)) {
            throw new IllegalArgumentException(
                    parameter + ": the column \"" + name + "\" has the type " + type.simpleString() + ", not string; cast it");
        }
    }

    /** Returns a schema with a further column. */
    static StructType with(StructType schema, String name, DataType type) {
        if (Arrays.stream(schema.fieldNames()).anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException(
                    "outputCol: the dataset already has a column \"" + name + "\"; drop it, or set another outputCol");
        }
        return schema.add(name, type, true);
    }

    /** Restores what Spark's encoder loses: metadata, by which later stages of a pipeline know their columns, and units of intervals. */
    static Dataset<Row> restored(Dataset<Row> rows, StructType schema) {
        StructField[] fields = schema.fields();
        // Positions, because two columns may have one name.
        Dataset<Row> numbered = rows.toDF(IntStream.range(0, fields.length).mapToObj(String::valueOf).toArray(String[]::new));
        return numbered.select(IntStream.range(0, fields.length)
                .mapToObj(i -> numbered.col(String.valueOf(i)).cast(fields[i].dataType()).as(fields[i].name(), fields[i].metadata()))
                .toArray(Column[]::new));
    }
}
