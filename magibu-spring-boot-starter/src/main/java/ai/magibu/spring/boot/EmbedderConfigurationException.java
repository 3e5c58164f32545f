package ai.magibu.spring.boot;

/** The settings do not make an embedder. Carries what the user can do about it. */
final class EmbedderConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private EmbedderConfigurationException(String message, String action) {
        super(message);
        this.action = action;
    }

    /** No model is named, and nothing says that there should be none. */
    static EmbedderConfigurationException withoutModel() {
        return new EmbedderConfigurationException(
                "The Magibu embedder has no model: magibu.embedding.model is not set.",
                """
                Set it to the folder that holds the model's files (config.json, model.safetensors, tokenizer.json, …), in \
                application.yml:

                    magibu:
                      embedding:
                        model: /path/to/embeddingmagibu-200m

                To start without an embedder, set magibu.embedding.enabled=false. To make the embedder yourself, define a bean \
                of type ai.magibu.embedding.MagibuEmbedder.""");
    }

    /** The settings are valid by themselves, but go beyond what the model can. */
    static EmbedderConfigurationException beyondTheModel(IllegalArgumentException refused) {
        EmbedderConfigurationException exception = new EmbedderConfigurationException(
                "The Magibu embedder refuses its settings: " + refused.getMessage() + ".",
                "Correct or remove that setting under magibu.embedding, or where a MagibuEmbedderCustomizer sets it.");
        exception.initCause(refused);
        return exception;
    }

    String action() {
        return action;
    }
}
