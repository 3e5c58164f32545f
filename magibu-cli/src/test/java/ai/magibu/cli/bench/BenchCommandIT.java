package ai.magibu.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The printed lines, but no speeds. */
class BenchCommandIT {

    @Test
    void tableHasARowForEachWorkloadThatTheModelTakes() {
        Cli.Result result = bench("--threads", "1");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        List<String> lines = result.lines();
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0)).matches("magibu-tiny-model, 619,264 parameters, fp32, cpu, threads: 1, Java \\S.*, \\d+ processors?");
        assertThat(lines.get(1)).isEmpty();
        assertThat(lines.get(2)).matches(" +texts +tokens +runs +median +tokens/s");
        assertThat(lines.get(3)).matches("load from the cache +1 +[0-9.]+ m?s");
        assertThat(lines.get(4)).matches("one query of 16 tokens +1 +16 +\\d+ +[0-9.]+ m?s +[0-9,]+");
        assertThat(lines.get(5)).matches("32 texts of 128 tokens +32 +4,096 +\\d +[0-9.]+ m?s +[0-9,]+");
        // Eight texts would be longer than the model's 384 tokens.
        assertThat(lines.get(6)).matches("64 texts of mixed length +64 +10,160 +\\d +[0-9.]+ m?s +[0-9,]+");
        assertThat(lines.subList(4, 7)).as("columns").allMatch(line -> line.length() == lines.get(2).length());
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        Cli.Result result = bench("--precision", "int8", "--json");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        JsonNode bench = Cli.JSON.readTree(result.out());
        assertThat(bench.fieldNames())
                .toIterable()
                .containsExactly(
                        "model", "parameters", "precision", "device", "threads", "java", "os", "architecture", "processors",
                        "loadSeconds", "rows");
        assertThat(bench.get("model").textValue()).isEqualTo("magibu-tiny-model");
        assertThat(bench.get("precision").textValue()).isEqualTo("int8");
        assertThat(bench.get("threads").isNull()).isTrue();
        assertThat(bench.get("loadSeconds").doubleValue()).isPositive();
        assertThat(bench.get("rows")).hasSize(3).allSatisfy(row -> {
            assertThat(row.fieldNames())
                    .toIterable()
                    .containsExactly("name", "texts", "tokens", "runs", "medianSeconds", "tokensPerSecond");
            assertThat(row.get("runs").intValue()).isPositive();
            assertThat(row.get("medianSeconds").doubleValue()).isPositive();
        });
        assertThat(bench.get("rows").get(1).get("tokens").intValue()).isEqualTo(32 * 128);
    }

    @ParameterizedTest
    @CsvSource({
            "--threads, 0, 'from 1 to 1,024, not 0'",
            "--precision, int4, 'expected one of fp32, int8, bf16, not \"int4\"'",
            "--input, x, 'Unknown options'"
    })
    void mistakeInAnOptionIsAUsageError(String option, String value, String message) {
        Cli.Result result = bench(option, value);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("magibu: ").contains(message).endsWith(Cli.line("Try 'magibu-cli bench --help'."));
    }

    @ParameterizedTest
    @CsvSource({"0.0000123, 0.0 ms", "0.0123, 12.3 ms", "0.9994, 999.4 ms", "0.9996, 1.00 s", "12.345, 12.35 s"})
    void timeIsInTheUnitThatSuitsIt(double seconds, String time) {
        assertThat(BenchTable.time(seconds)).isEqualTo(time);
    }

    private static Cli.Result bench(String... options) {
        return Cli.run(Stream.concat(
                Stream.of("bench", "--model", Cli.MODEL, "--cache", Cli.CACHE), Stream.of(options))
                .toArray(String[]::new));
    }
}
