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
    static EmbedderConfigurationException withoutModel(String prefix) {
        return new EmbedderConfigurationException(
                "The Magibu embedder has no model: " + prefix + ".model is not set.",
                """
                Set it in application.yml to the folder that holds the model's files (config.json, model.safetensors, \
                tokenizer.json, …), or to the model's name on the Hugging Face hub, from where it is fetched once:

                    magibu:
                      embedding:
                        model: /path/to/embeddingmagibu-200m   # or alibayram/embeddingmagibu-200m

                To start without an embedder, set magibu.embedding.enabled=false. To make the embedder yourself, define a bean \
                of type ai.magibu.embedding.MagibuEmbedder.""");
    }

    /** What stands under {@code magibu.embedding.models} is no name. */
    static EmbedderConfigurationException badName(String name) {
        return new EmbedderConfigurationException(
                "\"" + name + "\" under " + ModelNames.MODELS + " cannot be a model's name.",
                "Use lower-case letters, digits and single dashes, beginning with a letter: \"search\", \"long-texts\".");
    }

    /** The settings are valid by themselves, but go beyond what the model can. */
    static EmbedderConfigurationException beyondTheModel(String prefix, IllegalArgumentException refused) {
        EmbedderConfigurationException exception = new EmbedderConfigurationException(
                "The Magibu embedder refuses its settings: " + refused.getMessage() + ".",
                "Correct or remove that setting under " + prefix + ", or where a MagibuEmbedderCustomizer sets it.");
        exception.initCause(refused);
        return exception;
    }

    String action() {
        return action;
    }
}
