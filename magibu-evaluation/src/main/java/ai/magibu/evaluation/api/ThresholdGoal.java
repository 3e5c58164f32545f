package ai.magibu.evaluation.api;

/** The score that a threshold of similarity maximizes. */
public enum ThresholdGoal {
    /** The harmonic mean of precision and recall. */
    F1,
    /** The share of pairs that are decided correctly. */
    ACCURACY
}
