package ai.magibu.cli.evaluate;

import ai.magibu.evaluation.api.TextEncoder;

/** An encoder, and what closes it. */
record OpenEncoder(TextEncoder encoder, Runnable closing) implements AutoCloseable {

    @Override
    public void close() {
        closing.run();
    }
}
