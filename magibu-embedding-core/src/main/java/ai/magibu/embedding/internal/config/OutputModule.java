package ai.magibu.embedding.internal.config;

import java.nio.file.Path;

/** A module after the pooling. */
public sealed interface OutputModule {

    /** @param folder the folder of its {@code model.safetensors} */
    record Dense(Path folder, int inFeatures, int outFeatures, boolean bias, Activation activation) implements OutputModule {}

    /** L2 normalization. */
    record Normalize() implements OutputModule {}

    /** The function after a Dense module's matrix; GELU is the exact one (erf). */
    enum Activation {
        IDENTITY,
        TANH,
        RELU,
        GELU,
        SIGMOID
    }
}
