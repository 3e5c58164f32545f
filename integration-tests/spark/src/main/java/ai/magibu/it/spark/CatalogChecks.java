package ai.magibu.it.spark;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The functions of {@link ai.magibu.spark.MagibuCatalog}, which only the settings of the session mention. */
final class CatalogChecks {

    private final SparkSession spark;
    private final String golden;

    CatalogChecks(SparkSession spark, String golden) {
        this.spark = spark;
        this.golden = golden;
    }

    void vectorsAreTheGoldens() {
        for (String prompt : List.of("document", "query")) {
            Golden.of(spark, golden, prompt).repartition(2).createOrReplaceTempView("golden");

            List<Row> rows = spark.sql("SELECT text, expected, magibu.embed_" + prompt + "(text) actual FROM golden").collectAsList();

            Expect.that(rows.size() > 30, "only " + rows.size() + " rows");
            rows.forEach(row -> Expect.sameVector(row.getList(2), row.getList(1), prompt + " " + row.getString(0)));
        }
    }

    void nullHasNoVector() {
        Row row = spark.sql("SELECT magibu.embed_document(CAST(NULL AS STRING)), size(magibu.embed_query('Boğaz nerede?'))").first();

        Expect.that(row.isNullAt(0), "null has no vector");
        Expect.equal(row.getInt(1), 96, "dimension");
    }

    void functionsAreListed() {
        String functions =
                spark.sql("SHOW USER FUNCTIONS IN magibu").collectAsList().stream().map(Row::toString).collect(Collectors.joining());

        Expect.that(functions.contains("embed_document") && functions.contains("embed_query"), functions);
    }
}
