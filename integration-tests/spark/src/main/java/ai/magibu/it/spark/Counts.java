package ai.magibu.it.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.jspecify.annotations.Nullable;

/** The named accumulators of finished stages, as the user interface of Spark shows them. */
final class Counts extends SparkListener {

    private final Map<String, Object> values = new ConcurrentHashMap<>();

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
        var accumulators = stage.stageInfo().accumulables().values().iterator();
        while (accumulators.hasNext()) {
            AccumulableInfo accumulator = accumulators.next();
            if (accumulator.name().isDefined() && accumulator.value().isDefined()) {
                values.put(accumulator.name().get(), accumulator.value().get());
            }
        }
    }

    /** Returns the value of an accumulator; null if no stage had it. */
    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    /** Waits until an accumulator whose name ends so has this value. */
    void await(String name, long value) throws InterruptedException {
        Wait.until(() -> values.entrySet().stream().anyMatch(
                count -> count.getKey().endsWith(" " + name) && count.getValue().equals(value)),
                () -> name + " = " + value + " in " + values);
    }
}
