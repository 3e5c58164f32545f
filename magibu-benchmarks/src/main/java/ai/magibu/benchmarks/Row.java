package ai.magibu.benchmarks;

/** What {@code --rows} takes. */
enum Row {
    W1,
    W2,
    W3,
    W4,
    W4_4096,
    W4_512,
    /** W4 with the model of {@code --windowed}. */
    WINDOW,
    /** The share of the machine's rate of matrix products. */
    GEMM,
    CALLERS,
    /** How the time grows with a text's length. */
    LENGTH,
    /** How the time grows with the texts of a batch. */
    BATCH;

    /** As it is written. */
    String id() {
        return name().replace('_', '-');
    }
}
