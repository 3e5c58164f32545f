package ai.magibu.evaluation.internal.learn;

/** How mini-batch k-means draws the rows of a batch; versions of scikit-learn differ. */
public enum BatchDraw {

    /** Integers below the number of rows, as scikit-learn 1.6.1 draws them. */
    INTEGERS,

    /** Positions on the cumulative sum of equal weights, as scikit-learn 1.9.1 draws them. */
    WEIGHTS
}
