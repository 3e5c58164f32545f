package ai.magibu.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Sizes the tasks of embedding jobs. */
public final class MagibuSpark {

    private MagibuSpark() {}

    /**
     * Returns a dataset in partitions of about the same number of characters. Spark's own partitions are made by bytes for reading, which
     * is hours of work for one core; a task should take minutes. The number of characters is counted by a job of its own. Rows are
     * distributed by the hash of the text, so a repeated task has the same rows.
     *
     * @param textColumn the column of the texts
     * @param charactersOfATask the characters of one partition, for example 2,000,000: about 10 minutes of one core
     * @throws IllegalArgumentException if charactersOfATask is not positive
     */
    public static Dataset<Row> balanced(Dataset<Row> rows, String textColumn, long charactersOfATask) {
        if (charactersOfATask < 1) {
            throw new IllegalArgumentException("charactersOfATask must be at least 1, not " + charactersOfATask);
        }
        Column text = rows.col("`" + textColumn.replace("`", "``") + "`");
        Row sum = rows.select(functions.sum(functions.length(text))).first();
        long characters = sum.isNullAt(0) ? 0 : sum.getLong(0);
        long partitions = Math.max(1, (characters + charactersOfATask - 1) / charactersOfATask);
        return rows.repartition((int) Math.min(partitions, Integer.MAX_VALUE), text);
    }
}
