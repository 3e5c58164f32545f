package ai.magibu.evaluation.task;

/** How a task's data is laid out. */
public enum Layout {

    /** One row a pair, or one row a text. */
    ROWS,
    /**
     * One row a pair of a premise and a hypothesis. The label 0 (entailment) is a match and 2 (contradiction) is not; pairs with the label
     * 1 are dropped after the sampling.
     */
    ENTAILMENT,
    /** Rows of lists: one list for each column. */
    LISTS,
    /** A corpus, queries and relevance judgments in three tables. */
    BEIR,
    /** One row a question with its context; a context is a document. */
    QUESTIONS
}
