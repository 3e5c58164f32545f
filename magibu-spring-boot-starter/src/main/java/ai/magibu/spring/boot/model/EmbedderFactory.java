package ai.magibu.spring.boot.model;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.spring.boot.EmbedderConfigurationException;
import ai.magibu.spring.boot.MagibuEmbedderCustomizer;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.MagibuProperties.Model;
import ai.magibu.spring.boot.ModelSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Loads embedders as the settings have them. */
public final class EmbedderFactory {

    private final MagibuProperties properties;
    private final ObjectProvider<MagibuEmbedderCustomizer> customizers;
    private final ObjectProvider<ModelListener> listeners;

    public EmbedderFactory(
            MagibuProperties properties,
            ObjectProvider<MagibuEmbedderCustomizer> customizers,
            ObjectProvider<ModelListener> listeners) {
        this.properties = properties;
        this.customizers = customizers;
        this.listeners = listeners;
    }

    /**
     * Loads a model, and warms it up unless that is switched off.
     *
     * @param name the model's name under {@code magibu.embedding.models}; null for the top-level one
     */
    public MagibuEmbedder load(@Nullable String name) {
        ModelSettings settings = properties.settings(name);
        String model = settings.get(Model::model, MagibuProperties::model);
        if (model == null || model.isBlank()) {
            throw EmbedderConfigurationException.withoutModel(settings.prefix());
        }
        EmbedderSettings.Builder builder = MagibuEmbedder.builder();
        properties.apply(settings, builder);
        customizers.orderedStream().forEach(customizer -> customizer.customize(settings.displayName(), builder));
        WarmUp warmUp = new WarmUp();
        List<ModelListener> modelListeners = listeners.orderedStream().toList();
        modelListeners.forEach(listener -> builder.listener(warmUp.muting(listener.forModel(settings.displayName()))));
        try {
            MagibuEmbedder embedder = builder.load();
            try {
                requirePrompts(settings, embedder);
                warmUp.finish(embedder, settings.is(Model::warmUp, MagibuProperties::warmUp));
                modelListeners.forEach(listener -> listener.loaded(settings.displayName(), embedder));
                return embedder;
            } catch (RuntimeException | Error e) {
                embedder.close(); // it is not a bean yet, so the context does not close it
                throw e;
            }
        } catch (IllegalArgumentException refused) {
            throw EmbedderConfigurationException.beyondTheModel(settings.prefix(), refused);
        }
    }

    /** Both settings are checked here, because the adapter that uses one may be absent. */
    private static void requirePrompts(ModelSettings settings, MagibuEmbedder embedder) {
        settings.apply("default-prompt", Model::defaultPrompt, MagibuProperties::defaultPrompt,
                prompt -> embedder.acceptsTitle(Prompt.parse(prompt)));
        settings.apply("document-prompt", Model::documentPrompt, MagibuProperties::documentPrompt,
                prompt -> embedder.acceptsTitle(Prompt.parse(prompt)));
    }
}
