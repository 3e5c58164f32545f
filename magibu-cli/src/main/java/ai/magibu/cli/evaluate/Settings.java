package ai.magibu.cli.evaluate;

import ai.magibu.evaluation.api.EncoderSettings;

/** Settings of an encoder on one line. */
final class Settings {

    private Settings() {}

    static String text(EncoderSettings encoder) {
        return encoder.model() + " (" + encoder.precision() + ", prompts: " + encoder.prompts() + ", " + encoder.dimensions()
                + " dimensions" + (encoder.maxTokens() > 0 ? ", " + encoder.maxTokens() + " tokens" : "") + ")";
    }
}
