package ai.magibu.sample.model;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Precision;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the application says about the embedding model it runs on. */
@Component
public final class LoadedModel {

    private static final Logger log = LoggerFactory.getLogger(LoadedModel.class);

    private final MagibuEmbedder embedder;
    private final boolean demo;

    LoadedModel(MagibuEmbedder embedder, @Value("${" + DemoModelDefault.IS_DEMO + ":false}") boolean demo) {
        this.embedder = embedder;
        this.demo = demo;
        if (demo) {
            log.warn("This is a DEMO MODEL: tiny, trained on the bundled texts, good for trying the application out and for "
                    + "nothing else. For your own documents set magibu.embedding.model=<folder of a published model>.");
        } else {
            log.info("Embedding model {}: {} dimensions on {}", name(), dimension(), device());
        }
    }

    /** The folder's name, such as "embeddingmagibu-200m". */
    public String name() {
        return demo ? "demo" : String.valueOf(embedder.info().directory().toAbsolutePath().normalize().getFileName());
    }

    public boolean isDemo() {
        return demo;
    }

    /** Two models with the same fingerprint give the same vectors; one computed in int8 gives others than in float32. */
    public String fingerprint() {
        String files = embedder.info().fingerprint();
        return embedder.precision() == Precision.FP32 ? files : files + " " + embedder.precision();
    }

    /** The length of the vectors, after a cut that {@code magibu.embedding.dimensions} may ask for. */
    public int dimension() {
        return embedder.dimension();
    }

    /** Most tokens of a text that the model takes, prompt included. */
    public int maxTokens() {
        return embedder.maxTokens();
    }

    public String device() {
        return embedder.device().toString();
    }

    /** What it computes in, such as "fp32" or "int8". */
    public String precision() {
        return embedder.precision().name().toLowerCase(Locale.ROOT);
    }
}
