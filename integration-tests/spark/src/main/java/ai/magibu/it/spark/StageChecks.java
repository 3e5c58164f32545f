package ai.magibu.it.spark;

import ai.magibu.spark.MagibuEmbedding;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** {@link MagibuEmbedding} as a stage of Spark ML. */
final class StageChecks {

    private final SparkSession spark;
    private final Path folder;

    StageChecks(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    private static MagibuEmbedding embedding() {
        return new MagibuEmbedding().setModel("files:magibu").setInputCol("text").setOutputCol("vector").setDimensions(16);
    }

    private Dataset<Row> texts() {
        return spark.range(0, 5, 1, 1).selectExpr("concat('metin ', id) text");
    }

    void aSavedStage() throws Exception {
        MagibuEmbedding embedding = embedding();
        String path = folder.resolve("stage").toString();
        embedding.save(path);

        MagibuEmbedding loaded = MagibuEmbedding.load(path);

        Expect.equal(loaded.uid(), embedding.uid(), "uid");
        Expect.equal(loaded.transform(texts()).collectAsList(), embedding.transform(texts()).collectAsList(), "rows");
    }

    void aSavedPipeline() throws Exception {
        String path = folder.resolve("pipeline").toString();
        new Pipeline().setStages(new PipelineStage[] {embedding()}).fit(texts()).save(path);

        Dataset<Row> rows = PipelineModel.load(path).transform(texts());

        Expect.equal(rows.collectAsList(), embedding().transform(texts()).collectAsList(), "rows");
    }

    /** A Python wrapper makes the Java object by its name, gets parameters by theirs, and sets pairs of parameter and value. */
    void parametersFromPySpark() throws Exception {
        Class<?> type = Class.forName("ai.magibu.spark.MagibuEmbedding");
        Object stage = type.getConstructor(String.class).newInstance("MagibuEmbedding_from_python");
        Method set = type.getMethod("set", ParamPair.class);
        for (var setting : new Object[][] {{"model", "files:magibu"}, {"inputCol", "text"}, {"outputCol", "vector"}, {"dimensions", 16}}) {
            Object parameter = type.getMethod("getParam", String.class).invoke(stage, setting[0]);
            Method pair = parameter.getClass().getMethod("w", setting[1] instanceof Integer ? int.class : Object.class);
            set.invoke(stage, pair.invoke(parameter, setting[1]));
        }
        Object rows = type.getMethod("transform", Dataset.class).invoke(stage, texts());

        Expect.equal(((Dataset<?>) rows).collectAsList(), embedding().transform(texts()).collectAsList(), "rows");
    }
}
