package ai.magibu.spring.boot.observation;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.spring.boot.model.ModelListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The meters of each embedder. */
final class EmbedderMeters implements ModelListener {

    private final MeterRegistry registry;

    EmbedderMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public EncodeListener forModel(String model) {
        return new MeterListener(registry, model);
    }

    @Override
    public void loaded(String model, MagibuEmbedder embedder) {
        Gauge.builder(MeterListener.PREFIX + "running", embedder, loaded -> loaded.activity().running())
                .description("Calls in the model now")
                .tag(MeterListener.MODEL, model)
                .register(registry);
        Gauge.builder(MeterListener.PREFIX + "queued", embedder, loaded -> loaded.activity().waiting())
                .description("Calls that wait for the model now")
                .tag(MeterListener.MODEL, model)
                .register(registry);
        TimeGauge.builder(
                MeterListener.PREFIX + "load.time",
                embedder,
                TimeUnit.MILLISECONDS,
                loaded -> loaded.loadTime().toMillis())
                .description("Time that loading the model took")
                .tag(MeterListener.MODEL, model)
                .register(registry);
        Gauge.builder(MeterListener.PREFIX + "info", embedder, loaded -> 1)
                .description("Device and precision of the model; the value is 1")
                .tag(MeterListener.MODEL, model)
                .tag("device", embedder.device().toString())
                .tag("precision", embedder.precision().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
