package ai.magibu.spring.boot;

import java.util.Locale;

/** The settings are invalid. {@link #action()} says how to correct them. */
public final class EmbedderConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private EmbedderConfigurationException(String message, String action) {
        super(message);
        this.action = action;
    }

    /** No model is named, and nothing says that there should be none. */
    public static EmbedderConfigurationException withoutModel(String prefix) {
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

    /** The value is left out, because it may hold a password. */
    static EmbedderConfigurationException badEndpoint() {
        return new EmbedderConfigurationException(
                "magibu.embedding.hub.endpoint is not the address of a hub.",
                "Set it to https://host or http://host, with a port and a path if needed, and without user name and password.");
    }

    /** The name under {@code magibu.embedding.models} is invalid. */
    static EmbedderConfigurationException badName(String name) {
        return new EmbedderConfigurationException(
                "\"" + name + "\" under " + ModelNames.MODELS + " is not a valid name for a model.",
                "Use lower-case letters from a to z, digits and single dashes, and begin with a letter: \"search\","
                        + " \"long-texts\".");
    }

    /** The settings are valid by themselves, but go beyond what the model can. */
    public static EmbedderConfigurationException beyondTheModel(String prefix, IllegalArgumentException rejected) {
        EmbedderConfigurationException exception = new EmbedderConfigurationException(
                "The Magibu embedder rejects its settings: " + rejected.getMessage() + ".",
                "Correct or remove that setting under " + prefix + ", or where a MagibuEmbedderCustomizer sets it.");
        exception.initCause(rejected);
        return exception;
    }

    /**
     * A framework on the class path is older than its adapter needs.
     *
     * @param version empty if it is unknown
     */
    public static EmbedderConfigurationException frameworkTooOld(
            String framework, String version, String artifact, String adapter, String leastVersion) {
        return new EmbedderConfigurationException(
                framework + (version.isEmpty() ? "" : " " + version) + " is too old: " + adapter + " needs " + framework + " "
                        + leastVersion + " or newer.",
                String.format(Locale.ROOT, """
                Use %s %s or newer. "mvn dependency:tree -Dincludes=%s" or "gradle dependencyInsight --dependency %s" shows where \
                the version comes from. To start without these beans, remove the dependency ai.magibu:%s.""",
                        framework, leastVersion, artifact, artifact.substring(artifact.indexOf(':') + 1), adapter));
    }

    /** Returns what the user can do, in whole sentences. */
    public String action() {
        return action;
    }
}
