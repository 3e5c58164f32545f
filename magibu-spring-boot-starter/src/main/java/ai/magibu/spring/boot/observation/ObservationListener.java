package ai.magibu.spring.boot.observation;

import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/** Observes an embedder's calls. Opens no scope, because an asynchronous call ends on another thread than it began on. */
final class ObservationListener implements EncodeListener {

    private static final MagibuObservationConvention DEFAULT = new DefaultMagibuObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable MagibuObservationConvention convention;
    private final String model;

    ObservationListener(ObservationRegistry registry, @Nullable MagibuObservationConvention convention, String model) {
        this.registry = registry;
        this.convention = convention;
        this.model = model;
    }

    @Override
    public EncodeCall started(int texts) {
        MagibuObservationContext context = new MagibuObservationContext(model, texts);
        Observation observation = Observation.start(convention, DEFAULT, () -> context, registry);
        return new EncodeCall() {
            @Override
            public void succeeded(EncodeSummary summary) {
                context.setSummary(summary);
                observation.stop();
            }

            @Override
            public void failed(Throwable failure) {
                observation.error(failure);
                observation.stop();
            }
        };
    }
}
