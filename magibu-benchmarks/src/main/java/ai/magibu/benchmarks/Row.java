package ai.magibu.benchmarks;

/** The values of {@code --rows}. */
enum Row {
    W1,
    W2,
    W2_8,
    W3,
    W4,
    W4_4096,
    W4_2048,
    W4_512,
    /** W4 with the model of {@code --windowed}. */
    WINDOW,
    /** The share of the machine's rate for matrix products. */
    GEMM,
    CALLERS,
    /** The time by the length of a text. */
    LENGTH,
    /** The time by the number of texts in a batch. */
    BATCH;

    /** Returns the name on the command line. */
    String id() {
        return name().replace('_', '-');
    }
}
