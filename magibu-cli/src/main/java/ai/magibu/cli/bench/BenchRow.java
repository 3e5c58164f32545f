package ai.magibu.cli.bench;

/**
 * A workload's result.
 *
 * @param tokens the tokens of all texts together, as embedded
 */
record BenchRow(String name, int texts, long tokens, Measurement measurement) {

    double tokensPerSecond() {
        return tokens / measurement.medianSeconds();
    }
}
