package ai.magibu.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class TokensCommandTest {

    @Test
    void idsAndCountsAreThoseOfTheReference() throws IOException {
        List<ReferenceVector> goldens = TinyModel.referenceVectors(null).stream()
                .filter(golden -> golden.tokenIds().length < TinyModel.MAX_TOKENS && !golden.text().contains("\n"))
                .toList();
        assertThat(goldens).hasSizeGreaterThan(25);

        Cli.Result result = tokens(goldens.stream().map(ReferenceVector::text).collect(Collectors.joining("\n")) + "\n");

        assertThat(result.status()).isZero();
        assertThat(result.lines()).hasSameSizeAs(goldens);
        for (int i = 0; i < goldens.size(); i++) {
            var line = Cli.JSON.readTree(result.lines().get(i));
            assertThat(line.fieldNames()).toIterable().containsExactly("tokens", "ids");
            assertThat(Cli.JSON.treeToValue(line.get("ids"), int[].class)).isEqualTo(goldens.get(i).tokenIds());
            assertThat(line.get("tokens").intValue()).isEqualTo(goldens.get(i).tokenIds().length);
        }
    }

    @Test
    void textIsNotCut() throws IOException {
        Cli.Result result = tokens("uzun ".repeat(10_000));

        assertThat(Cli.JSON.readTree(result.out()).get("tokens").intValue()).isGreaterThan(10_000);
    }

    @Test
    void emptyLineIsTheEmptyText() {
        assertThat(tokens("\r\n\n").lines()).containsExactly("{\"tokens\":2,\"ids\":[2,1]}", "{\"tokens\":2,\"ids\":[2,1]}");
        assertThat(tokens("").out()).isEmpty();
    }

    @Test
    void lineThatIsNotUtf8EndsTheRunWithItsNumber() {
        Cli.Result result = new Cli()
                .in("a\n\u00e7\n".getBytes(StandardCharsets.ISO_8859_1))
                .execute("tokens", "--model", Cli.MODEL);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).isEqualToNormalizingNewlines("line 2: not UTF-8\n");
        assertThat(result.lines()).hasSize(1);
    }

    @Test
    void answerComesBeforeTheNextLineIsTyped() throws Exception {
        PipedOutputStream keyboard = new PipedOutputStream();
        InputStream in = new PipedInputStream(keyboard);
        PipedOutputStream out = new PipedOutputStream();
        InputStream screen = new PipedInputStream(out);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Cli.Result> run =
                    threads.submit(() -> new Cli().in(in).out(out).execute("tokens", "--model", Cli.MODEL));
            keyboard.write("İ\n".getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            Future<String> answer = threads.submit(() -> readLine(screen));

            assertThat(answer.get(30, TimeUnit.SECONDS)).startsWith("{\"tokens\":");
            keyboard.close();
            assertThat(run.get(30, TimeUnit.SECONDS).status()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void outputThatFailsIsReported() {
        Cli.Result result = new Cli()
                .in("a\n")
                .out(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                })
                .execute("tokens", "--model", Cli.MODEL);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualToNormalizingNewlines("magibu: cannot write stdout: Broken pipe\n");
    }

    private static Cli.Result tokens(String input) {
        return new Cli().in(input).execute("tokens", "--model", Cli.MODEL);
    }

    private static String readLine(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = stream.read();
        while (b != '\n' && b >= 0) {
            line.write(b);
            b = stream.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
