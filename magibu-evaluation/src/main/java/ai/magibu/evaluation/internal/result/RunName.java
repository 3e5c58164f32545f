package ai.magibu.evaluation.internal.result;

import java.nio.file.Path;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Protocol;

/**
 * The names of a run's folders: mteb's {@code owner__name}, and a revision that tells the settings apart.
 *
 * @param model the folder of the model
 * @param revision the folder of the weights, settings and rules
 */
public record RunName(String model, String revision) {

    /** Returns the name of a run. */
    public static RunName of(EncoderSettings encoder, Protocol protocol) {
        return new RunName(model(encoder), settings(encoder) + "-" + protocol.id());
    }

    /** Returns the folder of the encoder's vectors, which do not depend on the rules. */
    public static String vectors(EncoderSettings encoder) {
        return model(encoder) + "-" + settings(encoder);
    }

    Path in(Path folder) {
        return folder.resolve(model).resolve(revision);
    }

    private static String model(EncoderSettings encoder) {
        return safe(encoder.model().replace("/", "__"));
    }

    private static String settings(EncoderSettings encoder) {
        return safe(encoder.revision() + "-" + encoder.precision() + "-" + encoder.prompts() + "-" + encoder.dimensions() + "d-"
                + encoder.maxTokens() + "t");
    }

    /** File systems differ in what they allow, and a name must not leave its folder. */
    static String safe(String name) {
        String safe = name.replaceAll("[^\\p{L}\\p{N}._-]", "_");
        return safe.startsWith(".") ? "_" + safe.substring(1) : safe;
    }
}
