package ai.magibu.server;

/** The settings are invalid, so the server does not start. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /** @param action the advice to the user, in whole sentences */
    public StartFailure(String message, String action) {
        super(message);
        this.action = action;
    }

    static StartFailure withoutModel() {
        return new StartFailure("No model is set.", """
                Start the server with a model of the Hugging Face hub, which is fetched once, or with a folder:

                    java -jar magibu-server.jar --model alibayram/embeddingmagibu-200m
                    java -jar magibu-server.jar --model /models/embeddingmagibu-200m

                The environment variable MAGIBU_MODEL and the setting magibu.embedding.model do the same.""");
    }

    /** Returns what the user can do. */
    public String action() {
        return action;
    }
}
