package ai.magibu.embedding.internal.config;

import java.nio.file.Path;

/** One module after the pooling. */
public sealed interface OutputModule {

    /**
     * @param folder where its {@code model.safetensors} lies
     */
    record Dense(Path folder, int inFeatures, int outFeatures, boolean bias, Activation activation) implements OutputModule {}

    /** L2 normalisation. */
    record Normalize() implements OutputModule {}
}
