package ai.magibu.evaluation.task;

/** A type of task. */
public enum TaskType {

    /** Semantic textual similarity: correlation of similarity and human judgment. */
    STS("STS"),
    /** Similar or not: the best threshold of similarity. */
    PAIR_CLASSIFICATION("PairClassification"),
    /** Search: the ranks of the relevant documents. */
    RETRIEVAL("Retrieval"),
    /** A logistic regression on a few vectors of each label. */
    CLASSIFICATION("Classification"),
    /** Mini-batch k-means against given labels. */
    CLUSTERING("Clustering"),
    /** Translations that find each other. */
    BITEXT_MINING("BitextMining");

    private final String id;

    TaskType(String id) {
        this.id = id;
    }

    /** Returns the name in mteb, for example {@code PairClassification}. */
    public String id() {
        return id;
    }
}
