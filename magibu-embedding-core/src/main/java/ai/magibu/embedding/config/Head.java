package ai.magibu.embedding.config;

import java.nio.file.Path;

/** One module after the pooling. */
public sealed interface Head {

    /**
     * @param folder where its {@code model.safetensors} lies
     */
    record Dense(Path folder, int inFeatures, int outFeatures, boolean bias, Activation activation) implements Head {}

    /** L2 normalisation. */
    record Normalize() implements Head {}
}
