package ai.magibu.benchmarks;

/** Says why a subject could not be measured. The others continue. */
final class PeerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    PeerFailure(String message) {
        super(message);
    }
}
