package ai.magibu.evaluation.task;

/** How rows are chosen. Every choice is determined by the seed 42. */
public enum Sampling {

    /** All rows of the split. */
    ALL,
    /** A fifth of the split is for testing and the rest for learning, stratified by label. */
    RESPLIT,
    /** At most 2,048 rows of the split, stratified by label. */
    STRATIFIED,
    /**
     * At most 2,048 judgments, with only their queries and documents. The last of a query's judgments in shuffled order is its only
     * relevant document.
     */
    JUDGMENTS
}
