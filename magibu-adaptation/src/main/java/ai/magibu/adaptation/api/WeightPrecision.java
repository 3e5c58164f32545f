package ai.magibu.adaptation.api;

/** The number format of saved weights. */
public enum WeightPrecision {
    /** bfloat16, rounded to the nearest, as published models have. */
    BF16,
    /** float32, as they were trained. */
    F32
}
