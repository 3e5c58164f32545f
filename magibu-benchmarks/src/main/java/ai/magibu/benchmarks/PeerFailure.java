package ai.magibu.benchmarks;

/** A subject that could not be measured, and why; the others go on. */
final class PeerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    PeerFailure(String message) {
        super(message);
    }
}
