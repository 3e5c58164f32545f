package ai.magibu.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class MagibuSparkIT {

    private final Dataset<Row> rows = LocalSpark.session().range(0, 1_000, 1, 1)
            .selectExpr("id", "if(id % 10 = 0, null, rpad(cast(id as string), 100, 'x')) as `the.text`"); // 900 × 100 characters

    @Test
    void partitionsHaveAboutTheSameNumberOfCharacters() {
        Dataset<Row> balanced = MagibuSpark.balanced(rows, "the.text", 9_000);

        assertThat(balanced.rdd().getNumPartitions()).isEqualTo(10);
        assertThat(balanced.count()).isEqualTo(1_000);
        assertThat(balanced.filter("`the.text` is not null").groupBy(org.apache.spark.sql.functions.spark_partition_id()).count()
                .collectAsList()).hasSize(10).allMatch(part -> part.getLong(1) > 50);
    }

    @Test
    void aTaskThatIsRepeatedHasTheSameRows() {
        Dataset<Row> balanced = MagibuSpark.balanced(rows, "the.text", 20_000);

        assertThat(balanced.javaRDD().glom().collect().stream().map(java.util.HashSet::new).toList())
                .isEqualTo(balanced.javaRDD().glom().collect().stream().map(java.util.HashSet::new).toList());
    }

    @Test
    void noRowsAreOnePartition() {
        assertThat(MagibuSpark.balanced(rows.filter("id < 0"), "the.text", 100).rdd().getNumPartitions()).isEqualTo(1);
    }

    @Test
    void aTargetBelowOneIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> MagibuSpark.balanced(rows, "the.text", 0))
                .withMessageContaining("charactersOfATask must be at least 1, not 0");
    }
}
