package ai.magibu.adaptation.api;

/** The course of the learning rate after the warm-up, as in transformers' {@code get_scheduler}. */
public enum RateSchedule {
    /** Falls in a straight line to 0. */
    LINEAR,
    /** Stays. */
    CONSTANT,
    /** Falls to 0 along half a cosine wave. */
    COSINE
}
