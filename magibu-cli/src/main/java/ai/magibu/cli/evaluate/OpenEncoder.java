package ai.magibu.cli.evaluate;

import ai.magibu.evaluation.api.TextEncoder;

/** An encoder, and what closes it. */
record OpenEncoder(TextEncoder encoder, AutoCloseable model) implements AutoCloseable {

    @Override
    public void close() {
        try {
            model.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
