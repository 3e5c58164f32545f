package ai.magibu.adaptation.api;

/**
 * The learning rate after the warm-up, as in transformers' {@code get_scheduler}, over all steps: (texts / batch, rounded up) · epochs. The
 * scripts of embeddingmagibu-200m round down, so that a few of their last steps have the rate 0.
 */
public enum RateSchedule {
    /** Falls in a straight line to 0. */
    LINEAR,
    /** Stays. */
    CONSTANT,
    /** Falls to 0 along half a cosine wave. */
    COSINE
}
