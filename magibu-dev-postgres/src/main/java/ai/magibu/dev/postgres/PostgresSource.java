package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.DevPostgres.Kind;

/** A way to get a {@link RunningPostgres}. */
interface PostgresSource {

    Kind kind();

    /** Returns what to install or set so that this source works, as one sentence. */
    String advice();

    /**
     * Starts the database with its data in the data folder.
     *
     * @param holdsData whether the folder's data is of this kind, so that an empty database would be the wrong one
     * @throws UnavailableException if this way does not work here
     */
    RunningPostgres start(boolean holdsData) throws UnavailableException;

    /** Says why a source does not work; the next one is tried. */
    final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableException(String reason) {
            super(reason);
        }
    }
}
