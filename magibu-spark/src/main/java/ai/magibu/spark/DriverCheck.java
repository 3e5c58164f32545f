package ai.magibu.spark;

import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Passage;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks settings before a job starts, because executors would report them after minutes, and once per attempt of each task. */
final class DriverCheck {

    private static final Logger log = LoggerFactory.getLogger(DriverCheck.class);

    private DriverCheck() {}

    /**
     * Checks settings against the model's configuration. A driver that cannot read the model leaves them to the executors, because a
     * folder may exist on their machines only.
     *
     * @throws IllegalArgumentException if the model does not support them
     * @throws ai.magibu.embedding.api.MagibuException if the model is not valid or, in local mode, cannot be read
     */
    static void check(EmbeddingSettings settings, boolean titled, SparkContext context) {
        try {
            Passage example = Passage.titled(titled ? "title" : null, "text");
            ModelInfo.check(settings.loading().onThisMachine(), example, settings.options());
        } catch (ModelSourceException e) {
            if (context.isLocal()) {
                throw e;
            }
            log.warn("The driver cannot read the model, so the executors check the settings: {}", e.getMessage());
        }
    }
}
