package ai.magibu.spark;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;

/** The named accumulators of the stages that ran, as Spark's UI shows them. */
final class StageCounters extends SparkListener {

    private final Map<String, Long> values = new ConcurrentHashMap<>();

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
        stage.stageInfo().accumulables().values().foreach(accumulable -> {
            if (accumulable.name().isDefined() && accumulable.value().isDefined() && accumulable.value().get() instanceof Long value) {
                values.put(accumulable.name().get(), value);
            }
            return null;
        });
    }

    /** Returns the values of one transformer, by their names without its own. */
    Map<String, Long> of(String uid) {
        Map<String, Long> own = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(uid + " ")) {
                own.put(name.substring(uid.length() + 1), value);
            }
        });
        return own;
    }
}
