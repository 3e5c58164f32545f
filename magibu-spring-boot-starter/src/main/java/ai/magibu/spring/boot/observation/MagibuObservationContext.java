package ai.magibu.spring.boot.observation;

import ai.magibu.embedding.api.EncodeSummary;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** The data of an observed call, without its texts. */
public final class MagibuObservationContext extends Observation.Context {

    private final String model;
    private final int texts;
    private @Nullable EncodeSummary summary;

    MagibuObservationContext(String model, int texts) {
        this.model = model;
        this.texts = texts;
    }

    /**
     * Returns the model's name under {@code magibu.embedding.models}, or for the top-level model the last part of {@code
     * magibu.embedding.model}.
     */
    public String model() {
        return model;
    }

    /** Returns the number of texts in the call, from 0. */
    public int texts() {
        return texts;
    }

    /** Returns the result of the call; null until it has succeeded. */
    public @Nullable EncodeSummary summary() {
        return summary;
    }

    void setSummary(EncodeSummary newSummary) {
        this.summary = newSummary;
    }
}
