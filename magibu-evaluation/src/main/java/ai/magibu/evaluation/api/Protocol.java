package ai.magibu.evaluation.api;

/** The rules of a reference implementation by which tasks are scored. */
public enum Protocol {

    /** The fork of mteb 1.31.3 that made the TR-MTEB tables and the figures of the model card. */
    TRMTEB("trmteb", "1.31.3"),

    /** Mainline mteb 2.20: other score names, no thresholds of pair classification, more retrieval and label scores. */
    MTEB2("mteb2", "2.20.0");

    private final String id;
    private final String mtebVersion;

    Protocol(String id, String mtebVersion) {
        this.id = id;
        this.mtebVersion = mtebVersion;
    }

    /**
     * Returns the name on the command line and in folders.
     *
     * @return {@code trmteb} or {@code mteb2}
     */
    public String id() {
        return id;
    }

    /**
     * Returns the version of mteb whose rules these are.
     *
     * @return the version that result files name
     */
    public String mtebVersion() {
        return mtebVersion;
    }
}
