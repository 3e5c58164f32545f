package ai.magibu.evaluation.task;

/** How a task's data is laid out and sampled. */
public enum Layout {
    /** One row a pair. */
    ROWS,
}
