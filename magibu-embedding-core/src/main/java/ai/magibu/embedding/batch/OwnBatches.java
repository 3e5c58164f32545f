package ai.magibu.embedding.batch;

import ai.magibu.embedding.api.EncodeInterruptedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Each call runs its own batches, at once and on its own thread, whatever other calls do. */
public final class OwnBatches implements BatchRunner {

    private final BatchPlanner planner;
    private final BatchModel model;

    public OwnBatches(BatchPlanner planner, BatchModel model) {
        this.planner = planner;
        this.model = model;
    }

    @Override
    public Vectors run(List<TokenSequence> texts, boolean continued) {
        float[][][] vectors = new float[texts.size()][][];
        int left = texts.size();
        for (int[] batch : planner.plan(texts.stream().mapToInt(text -> text.length()).toArray())) {
            if (Thread.currentThread().isInterrupted()) {
                throw new EncodeInterruptedException(left, texts.size());
            }
            float[][][] rows = model.run(Arrays.stream(batch).mapToObj(texts::get).toList());
            for (int row = 0; row < batch.length; row++) {
                vectors[batch[row]] = rows[row];
            }
            left -= batch.length;
        }
        return new Vectors(vectors, Duration.ZERO);
    }
}
