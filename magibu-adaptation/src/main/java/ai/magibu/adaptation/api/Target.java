package ai.magibu.adaptation.api;

/** The vectors that a student learns. */
public enum Target {
    /** The vectors of the whole model. */
    FINAL,
    /** The pooled vectors before the Dense modules, which then stay as they are. */
    PRE_DENSE
}
