package ai.magibu.embedding.internal.config;

/** What follows a Dense layer's matrix; GELU is the exact one (erf). */
public enum Activation {
    IDENTITY,
    TANH,
    RELU,
    GELU,
    SIGMOID
}
