package ai.magibu.it.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The checks for every Spark version. For each one it prints a line with PASSED or FAILED and the name of the check. Its exit status is 0
 * if all of them pass.
 *
 * <p>Arguments: a folder to write to, the folder of the published tiny model, its vectors from sentence-transformers, and optionally
 * {@code kill}. The archive {@code magibu} is the exported model.
 */
public final class SparkChecks {

    private int failed;

    private SparkChecks() {}

    private void check(String name, Expect.Action action) {
        try {
            action.run();
            System.out.println("PASSED " + name);
        } catch (Exception | AssertionError | LinkageError e) {
            failed++;
            System.out.println("FAILED " + name);
            e.printStackTrace(System.out);
        }
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        String published = arguments[1];
        String golden = arguments[2];
        SparkChecks checks = new SparkChecks();
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            System.out.println("Spark " + spark.version());
            TransformerChecks transformer = new TransformerChecks(spark, golden);
            checks.check("the vectors are those of sentence-transformers", () -> transformer.vectorsAreTheGoldens("files:magibu"));
            checks.check("executors compile a published model", () -> transformer.vectorsAreTheGoldens(published));
            checks.check("titles, nulls, dimensions and token counts", transformer::titlesNullsDimensionsAndTokenCounts);
            checks.check("the vectors do not depend on the partitioning", transformer::vectorsDoNotDependOnThePartitioning);
            checks.check("a rejected text", transformer::aRejectedText);
            checks.check("accumulators", transformer::accumulators);
            checks.check("mistakes are named", transformer::mistakesAreNamed);
            checks.check("tasks of equal length", transformer::tasksOfEqualLength);

            StageChecks stage = new StageChecks(spark, folder);
            checks.check("a saved stage", stage::aSavedStage);
            checks.check("a saved pipeline", stage::aSavedPipeline);
            checks.check("parameters from PySpark", stage::parametersFromPySpark);

            CatalogChecks catalog = new CatalogChecks(spark, golden);
            checks.check("SQL functions", catalog::vectorsAreTheGoldens);
            checks.check("SQL functions of null", catalog::nullHasNoVector);
            checks.check("a list of the SQL functions", catalog::functionsAreListed);

            if (arguments.length > 3) {
                checks.check("an executor is killed", () -> new KilledExecutor(spark, folder).everyRowIsWrittenOnce());
            }
        }
        System.exit(checks.failed == 0 ? 0 : 1);
    }
}
