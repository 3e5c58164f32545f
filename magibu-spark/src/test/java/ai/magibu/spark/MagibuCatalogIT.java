package ai.magibu.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions of SQL. */
class MagibuCatalogIT {

    /** With a catalog of its own. */
    private final SparkSession spark = LocalSpark.session().newSession();

    @BeforeEach
    void registerTheCatalog() {
        spark.conf().set("spark.sql.catalog.magibu", MagibuCatalog.class.getName());
        spark.conf().set("spark.sql.catalog.magibu.model", TinyModel.folder().toString());
        spark.conf().set("spark.sql.catalog.magibu.cacheDirectory", TinyModel.cacheDirectory().toString());
    }

    @Test
    void textsAreEmbeddedAsDocumentsAndAsQueries() {
        Row row = spark
                .sql("select magibu.embed_document('Boğaz') d, magibu.EMBED_QUERY('Boğaz') q, magibu.embed_query(cast(null as string)) n")
                .first();

        try (MagibuEmbedder library = TinyModel.load()) {
            assertThat(LocalSpark.vector(row, "d")).containsExactly(library.encodeDocument("Boğaz"), within(TinyModel.TOLERANCE));
            assertThat(LocalSpark.vector(row, "q")).containsExactly(library.encodeQuery("Boğaz"), within(TinyModel.TOLERANCE));
        }
        assertThat(row.isNullAt(2)).isTrue();
    }

    @Test
    void aFunctionRunsInTasksAndOncePerText() {
        spark.range(0, 40, 1, 4).selectExpr("id", "concat('metin ', id) text").createOrReplaceTempView("passages");

        assertThat(spark.sql("select id from (select id, magibu.embed_document(text) v from passages) where size(v) = 96").count())
                .isEqualTo(40);
        String plan = spark.sql("select v from (select magibu.embed_document(text) v from passages) where v[0] > -2")
                .queryExecution().executedPlan().toString();
        assertThat(plan.split("EmbedFunction", -1)).hasSize(2);
    }

    @Test
    void dimensionsAreAnOption() {
        spark.conf().set("spark.sql.catalog.magibu.dimensions", "8");

        assertThat(spark.sql("select size(magibu.embed_query('Boğaz'))").first().getInt(0)).isEqualTo(8);
    }

    @Test
    void functionsAreListed() {
        assertThat(spark.sql("show user functions in magibu").collectAsList()).extracting(row -> row.getString(0))
                .containsExactly("magibu.embed_document", "magibu.embed_query");
    }

    @Test
    void mistakesAreNamed() {
        fails("select magibu.embed(1)", "embed");
        fails("select magibu.embed_query(1)", "embed_query(text) takes one string");
        fails("select magibu.embed_query('a', 'b')", "embed_query(text) takes one string");
        fails("dimensions", "97", "dimensions must be 1 to 96");
        fails("dimensions", "many", "spark.sql.catalog.magibu.dimensions must be a number, not \"many\"");
        fails("sharedBatches", "true", "is not an option of this catalog");
        fails("model", "", "no model is set");
    }

    private void fails(String sql, String message) {
        assertThatThrownBy(() -> spark.sql(sql).collectAsList()).hasStackTraceContaining(message);
    }

    private void fails(String option, String value, String message) {
        SparkSession other = LocalSpark.session().newSession();
        other.conf().set("spark.sql.catalog.magibu", MagibuCatalog.class.getName());
        other.conf().set("spark.sql.catalog.magibu.model", TinyModel.folder().toString());
        other.conf().set("spark.sql.catalog.magibu." + option, value);
        assertThatThrownBy(() -> other.sql("select magibu.embed_query('a')").collectAsList()).hasStackTraceContaining(message);
    }
}
