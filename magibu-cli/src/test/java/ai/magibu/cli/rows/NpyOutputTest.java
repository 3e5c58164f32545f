package ai.magibu.cli.rows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Passage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class NpyOutputTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("out.npy");
    }

    /** The format: numpy.lib.format, version 1.0. */
    @Test
    void fileIsAsNumpyDescribesIt() throws Exception {
        write(false, new float[] {1, -2, 0.5f}, new float[] {3, 4, 5});

        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, 0, 6, ISO_8859_1)).isEqualTo("\u0093NUMPY");
        assertThat(bytes[6]).isEqualTo((byte) 1);
        assertThat(bytes[7]).isZero();
        int length = bytes[8] + 256 * bytes[9];
        assertThat((10 + length) % 64).isZero();
        assertThat(new String(bytes, 10, length, ISO_8859_1))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }").endsWith(" \n");
        ByteBuffer rows = ByteBuffer.wrap(bytes, 10 + length, bytes.length - 10 - length).order(ByteOrder.LITTLE_ENDIAN);
        for (float component : new float[] {1, -2, 0.5f, 3, 4, 5}) {
            assertThat(rows.getFloat()).isEqualTo(component);
        }
        assertThat(rows.hasRemaining()).isFalse();
    }

    @Test
    void withoutTextsTheMatrixHasNoRows() throws Exception {
        write(false);
        assertThat(Files.readString(file, ISO_8859_1)).contains("'shape': (0, 3)").hasSize(128);
    }

    @Test
    void rowsThatAreWholeAreContinued() throws Exception {
        write(false, new float[] {1, 2, 3}, new float[] {4, 5, 6}, new float[] {7, 8, 9});
        byte[] whole = Files.readAllBytes(file);
        for (int left = 0; left <= whole.length; left++) {
            Files.write(file, Arrays.copyOf(whole, left));
            try (NpyOutput output = new NpyOutput(file, true)) {
                int rows = Math.max(0, (left - 128) / 12);
                assertThat(output.earlierRows()).isEqualTo(rows);
                if (rows > 0) {
                    assertThat(output.lastRow().vector()[0]).isEqualTo(3 * rows - 2);
                }
                int kept = Math.max(0, rows - 1);
                output.start(kept, 3);
                for (int row = kept; row < 3; row++) {
                    append(output, new float[] {3 * row + 1, 3 * row + 2, 3 * row + 3});
                }
            }
            assertThat(file).as("%d bytes left", left).hasBinaryContent(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "precious", "{\"embedding\":[1]}\n", "\u0093NUMPY\u0001\u0000\u0002\u0000{}",
            "\u0093NUMPY\u0001\u0000\u003e\u0000{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }  \n",
            "\u0093NUMPY\u0001\u0000\u003e\u0000{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }   \n",
            "\u0093NUMPY\u0001\u0000\u003e\u0000{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }    \n"
    })
    void otherFileIsNotContinued(String content) throws IOException {
        Files.writeString(file, content, ISO_8859_1);
        assertThatThrownBy(() -> new NpyOutput(file, true)).isInstanceOf(FileFailure.class).hasMessageContaining(file.toString());
        assertThat(Files.readString(file, ISO_8859_1)).isEqualTo(content);
    }

    @Test
    void rowsAreReadAgain() throws Exception {
        write(false, new float[] {1, 2, 3}, new float[] {4, 5, 6});
        try (EmbeddedRows rows = EmbeddedRows.open(file)) {
            assertThat(rows.next().vector()).containsExactly(1, 2, 3);
            EmbeddedRow second = rows.next();
            assertThat(second.number()).isEqualTo(2);
            assertThat(second.vector()).containsExactly(4, 5, 6);
            assertThat(rows.next()).isNull();
        }
    }

    @Test
    void cutOffFileIsNotReadAsAWholeOne() throws Exception {
        write(false, new float[] {1, 2, 3}, new float[] {4, 5, 6});
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 150));
        try (EmbeddedRows rows = EmbeddedRows.open(file)) {
            rows.next();
            assertThatThrownBy(rows::next).isInstanceOf(IOException.class).hasMessage("it ends in row 2 of 2");
        }
    }

    @Test
    void headerWithAnImpossibleDimensionIsRejected() throws Exception {
        write(false, new float[] {1, 2, 3});
        Files.writeString(file, Files.readString(file, ISO_8859_1).replace("(1, 3)", "(1, 999999999)"), ISO_8859_1);
        assertThatThrownBy(() -> EmbeddedRows.open(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("expected a matrix of float32");
    }

    private void write(boolean resume, float[]... vectors) throws FileFailure {
        try (NpyOutput output = new NpyOutput(file, resume)) {
            output.start(0, 3);
            append(output, vectors);
            output.finish();
        }
    }

    private static void append(NpyOutput output, float[]... vectors) throws FileFailure {
        List<Embedding> embeddings = Arrays.stream(vectors).map(vector -> new Embedding(vector, 1, 0)).toList();
        output.append(embeddings.stream().map(embedding -> new InputLine(1, null, Passage.of("a"))).toList(), embeddings);
    }
}
