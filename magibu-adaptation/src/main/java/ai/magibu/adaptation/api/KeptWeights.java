package ai.magibu.adaptation.api;

/** The weights that a distillation saves at its end. */
public enum KeptWeights {
    /** Those with the highest validation cosine. */
    BEST,
    /** Those of the last step. */
    LAST
}
