package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.internal.natives.Cancellation;

/**
 * One run of a batch by a crew of workers. A long run is split by rows: each worker takes its own rows through all layers, and they meet
 * once in a layer, when all keys and values are there. A short one is split by columns: each worker computes some columns of every
 * product, so that each weight is read by one core only.
 *
 * @param byColumns whether the run is split by columns
 */
record Run(PackedTexts texts, int workers, boolean byColumns, Rendezvous rendezvous, Cancellation cancellation) {

    /** Rows of a worker below which it would mainly read weights. */
    private static final int FEWEST_ROWS = 48;

    /** Rows of a run by columns for which another worker pays. */
    private static final int FEWEST_SHARED_ROWS = 4;

    /** Returns the number of workers beyond which a run of these texts is not faster. */
    static int mostWorkers(PackedTexts texts) {
        return Math.max(1, texts.rows() / (texts.rows() <= Worker.TILE ? FEWEST_SHARED_ROWS : FEWEST_ROWS));
    }

    static Run of(PackedTexts texts, int workers, Cancellation cancellation) {
        // workers that share columns share the memory of a tile too, so there must be one tile only
        boolean byColumns = workers > 1 && texts.rows() <= Worker.TILE && texts.rows() < workers * FEWEST_ROWS;
        return new Run(texts, workers, byColumns, new Rendezvous(workers), cancellation);
    }

    /** Returns a worker's first row, or for the number after the last worker the end. */
    int firstRow(int worker) {
        if (worker == workers) {
            return texts.rows();
        }
        return byColumns ? 0 : Math.round((float) texts.rows() * worker / workers / Worker.ROW_STEP) * Worker.ROW_STEP;
    }

    int endRow(int worker) {
        return byColumns ? texts.rows() : firstRow(worker + 1);
    }

    /** Waits until every worker has written its keys and values. */
    void meetForKeys() {
        if (!byColumns && workers > 1) {
            rendezvous.meet();
        }
    }

    /** Waits until every worker has written its columns. */
    void meetForColumns() {
        if (byColumns) {
            rendezvous.meet();
        }
    }

    void checkCancelled() {
        if (cancellation.isRequested()) {
            throw new InferenceException("the run was stopped", null);
        }
    }
}
