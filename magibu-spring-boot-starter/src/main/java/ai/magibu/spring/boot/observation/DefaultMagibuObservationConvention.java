package ai.magibu.spring.boot.observation;

import ai.magibu.embedding.api.EncodeSummary;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The observation {@code magibu.embedding} with one key of low cardinality, {@code model}, and the numbers of texts and tokens as
 * keys of high cardinality, which go into traces alone.
 */
public class DefaultMagibuObservationConvention implements MagibuObservationConvention {

    /** The same for all models. */
    public DefaultMagibuObservationConvention() {}

    @Override
    public String getName() {
        return "magibu.embedding";
    }

    @Override
    public String getContextualName(MagibuObservationContext context) {
        return "embed " + context.model();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(MagibuObservationContext context) {
        return KeyValues.of(KeyValue.of("model", context.model()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(MagibuObservationContext context) {
        KeyValues texts = KeyValues.of(KeyValue.of("magibu.texts", String.valueOf(context.texts())));
        EncodeSummary summary = context.summary();
        return summary == null
                ? texts
                : texts.and(
                        KeyValue.of("magibu.tokens", String.valueOf(summary.tokens())),
                        KeyValue.of("magibu.truncated_texts", String.valueOf(summary.truncatedTexts())));
    }
}
