package ai.magibu.adaptation.api;

import java.nio.file.Path;

/** Observes a training, on its thread. */
public interface TrainingListener {

    /**
     * A checkpoint cannot be used, so an earlier one is, or the training starts from the beginning.
     *
     * @param checkpoint the checkpoint
     * @param reason the fault
     */
    default void ignored(Path checkpoint, String reason) {}

    /**
     * The training starts.
     *
     * @param step the optimizer steps that an earlier run has done; 0 for a new training
     * @param steps the optimizer steps of the whole training
     */
    default void started(int step, int steps) {}

    /**
     * An optimizer step is done.
     *
     * @param progress the state after it
     */
    default void progressed(TrainingProgress progress) {}

    /**
     * The validation texts were compared with the teacher's vectors.
     *
     * @param step the optimizer steps done
     * @param cosine the mean cosine, from −1 to 1
     */
    default void validated(int step, double cosine) {}

    /**
     * The model was scored on the evaluation task.
     *
     * @param step the optimizer steps done
     * @param score the task's main score
     */
    default void evaluated(int step, double score) {}

    /**
     * A checkpoint was written.
     *
     * @param checkpoint its folder
     */
    default void saved(Path checkpoint) {}

    /**
     * The training ends early, because validation has not improved.
     *
     * @param step the optimizer steps done
     */
    default void stopped(int step) {}
}
