package ai.magibu.sample.database;

/** One way to come by a {@link Database}. */
interface DatabaseSource {

    Database.Kind kind();

    /** What to install or set for this way to work, as one sentence. */
    String advice();

    /**
     * Starts the database, with its data in the data folder, or connects to it.
     *
     * @throws UnavailableException where this way does not work here
     */
    Database start() throws UnavailableException;

    /** Says why; the finder goes on to the next source. */
    final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableException(String reason) {
            super(reason);
        }
    }
}
