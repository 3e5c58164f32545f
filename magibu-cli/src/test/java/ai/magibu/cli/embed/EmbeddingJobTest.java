package ai.magibu.cli.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.Columns;
import ai.magibu.cli.lines.InputBytes;
import ai.magibu.cli.lines.JsonPassages;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.rows.JsonlOutput;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The reading and writing around the model, with a stand-in for it: a text's embedding is its length. */
class EmbeddingJobTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void orderIsKeptAcrossChunks() throws Exception {
        job(inputOf(1000), EmbeddingJobTest::lengths, out).run();

        List<String> lines = out.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(1000);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).startsWith("{\"id\":" + i + ",");
        }
    }

    @Test
    void inputIsNotReadFarAheadOfTheOutput() throws Exception {
        GeneratedLines in = new GeneratedLines(20_000);
        List<Long> bytesAhead = new ArrayList<>();
        CountingOutput counting = new CountingOutput();

        job(in, passages -> {
            bytesAhead.add(in.bytesRead - counting.lines * GeneratedLines.LINE_BYTES);
            return lengths(passages);
        }, counting)
                .run();

        assertThat(counting.lines).isEqualTo(20_000);
        assertThat(bytesAhead).hasSizeGreaterThan(50);
        // one group and the reader's buffer
        assertThat(bytesAhead).allMatch(ahead -> ahead <= 256L * GeneratedLines.LINE_BYTES + 65_536);
    }

    @Test
    void groupOfLongTextsIsBoundedByTheirLength() throws Exception {
        String line = "{\"text\":\"" + "a".repeat(400_000) + "\"}\n";
        List<Integer> groups = new ArrayList<>();

        job(line.repeat(10), passages -> {
            groups.add(passages.size());
            return lengths(passages);
        }, out)
                .run();

        assertThat(groups).containsExactly(3, 3, 3, 1);
    }

    @Test
    void badLineLeavesAllLinesBeforeIt() {
        EmbeddingJob job = job(inputOf(300) + "{\"text\":3}\n" + inputOf(5), EmbeddingJobTest::lengths, out);

        assertThatThrownBy(job::run).isInstanceOf(BadLineException.class).hasMessageStartingWith("line 301: ");
        assertThat(out.toString(UTF_8).lines()).hasSize(300);
        assertThat(job.texts()).isEqualTo(300);
    }

    @Test
    void textsTooLongLeaveTheLinesBeforeTheFirstOfThem() {
        // The model names the last of them first.
        EmbeddingJob job = job(inputOf(260), passages -> {
            for (int i = passages.size() - 1; i >= 0; i--) {
                if (List.of("text 120", "text 121", "text 200").contains(passages.get(i).text())) {
                    throw new TextTooLongException(i, 500, 384);
                }
            }
            return lengths(passages);
        }, out);

        assertThatThrownBy(job::run)
                .isInstanceOf(BadLineException.class)
                .hasMessage("line 121: the text has 500 tokens, prompt and special tokens included; the limit is 384");
        assertThat(out.toString(UTF_8).lines()).hasSize(120);
    }

    @Test
    void unknownTokenInTheSecondChunkIsReportedWithItsLine() {
        EmbeddingJob job = job(inputOf(300), passages -> {
            for (int i = 0; i < passages.size(); i++) {
                if (passages.get(i).text().equals("text 256")) {
                    throw new UnknownTokenException(i, 131_072, 131_072);
                }
            }
            return lengths(passages);
        }, out);

        assertThatThrownBy(job::run)
                .isInstanceOf(BadLineException.class)
                .hasMessage("line 257: the text contains a special token (id 131072) that the model has no embedding for");
        assertThat(out.toString(UTF_8).lines()).hasSize(256);
    }

    @Test
    void truncatedTextsAreCounted() throws Exception {
        EmbeddingJob job = job(
                inputOf(10),
                passages -> passages.stream()
                        .map(passage -> new Embedding(new float[1], 5, passage.text().endsWith("3") ? 7 : 0))
                        .toList(),
                out);

        job.run();

        assertThat(job.truncatedTexts()).isEqualTo(1);
    }

    @Test
    void emptyInputGivesEmptyOutput() throws Exception {
        job("", passages -> {
            throw new AssertionError("nothing to encode");
        }, out)
                .run();

        assertThat(out.size()).isZero();
    }

    @Test
    void failingInputIsNamed() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };

        assertThatThrownBy(job(failing, EmbeddingJobTest::lengths, out)::run)
                .isInstanceOf(FileFailure.class)
                .hasMessage("cannot read in.jsonl: Input/output error");
    }

    @Test
    void failingInputLeavesAllLinesBeforeIt() {
        InputStream lines = new ByteArrayInputStream(inputOf(300).getBytes(UTF_8));
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                int next = lines.read();
                if (next < 0) {
                    throw new IOException("Input/output error");
                }
                return next;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                buffer[offset] = (byte) read();
                return 1;
            }
        };

        assertThatThrownBy(job(failing, EmbeddingJobTest::lengths, out)::run).isInstanceOf(FileFailure.class);
        assertThat(out.toString(UTF_8).lines()).hasSize(300);
    }

    @Test
    void failingOutputIsNamed() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(job(inputOf(1), EmbeddingJobTest::lengths, full)::run)
                .isInstanceOf(FileFailure.class)
                .hasMessage("cannot write out.jsonl: No space left on device");
    }

    private static EmbeddingJob job(String in, EmbeddingJob.Encoder encoder, OutputStream out) {
        return job(new ByteArrayInputStream(in.getBytes(UTF_8)), encoder, out);
    }

    private static EmbeddingJob job(InputStream in, EmbeddingJob.Encoder encoder, OutputStream out) {
        try {
            JsonlOutput output = JsonlOutput.to(out, "out.jsonl");
            output.start(0, 1);
            return new EmbeddingJob(
                    LineGroups.of(new JsonPassages(InputBytes.of(in), Columns.DEFAULT, false), "in.jsonl", BadLines.endTheRun()),
                    encoder,
                    output,
                    new ProgressLine(new TerminalLine(new PrintWriter(Writer.nullWriter()), false), System::nanoTime));
        } catch (FileFailure e) {
            throw new AssertionError(e);
        }
    }

    private static List<Embedding> lengths(List<Passage> passages) {
        return passages.stream()
                .map(passage -> new Embedding(new float[] {passage.text().length()}, 5, 0))
                .toList();
    }

    private static String inputOf(int lines) {
        return IntStream.range(0, lines)
                .mapToObj(i -> "{\"id\":" + i + ",\"text\":\"text " + i + "\"}\n")
                .collect(Collectors.joining());
    }

    /** Lines that do not exist before they are read. */
    private static final class GeneratedLines extends InputStream {

        static final int LINE_BYTES = 100;
        private static final byte[] LINE = ("{\"text\":\"" + "a".repeat(LINE_BYTES - 12) + "\"}\n").getBytes(UTF_8);

        private final long length;
        private long bytesRead;

        GeneratedLines(int lines) {
            this.length = (long) lines * LINE_BYTES;
        }

        @Override
        public int read() {
            return bytesRead == length ? -1 : LINE[(int) (bytesRead++ % LINE_BYTES)];
        }
    }

    private static final class CountingOutput extends OutputStream {

        private long lines;

        @Override
        public void write(int b) {
            if (b == '\n') {
                lines++;
            }
        }
    }
}
