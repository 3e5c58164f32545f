package ai.magibu.evaluation.internal.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.evaluation.api.EvaluationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedVectorsTest {

    @TempDir
    Path folder;

    @Test
    void rowsAreReadAcrossMappings() throws IOException {
        Path file = write(0, 21);
        // 40 bytes hold three rows of 12 bytes.
        MappedVectors vectors = new MappedVectors(file, 3, 0, 40);
        assertThat(vectors.size()).isEqualTo(7);
        for (int first = 0; first < 7; first++) {
            for (int count = 0; first + count <= 7; count++) {
                float[] target = new float[3 * count];
                vectors.read(first, count, target);
                for (int i = 0; i < target.length; i++) {
                    assertThat(target[i]).isEqualTo(3 * first + i);
                }
            }
        }
    }

    @Test
    void aMappingSmallerThanARowHoldsOneRow() throws IOException {
        MappedVectors vectors = new MappedVectors(write(0, 6), 3, 0, 1);
        assertThat(vectors.row(1)).containsExactly(3, 4, 5);
    }

    @Test
    void aHeaderIsSkipped() throws IOException {
        MappedVectors vectors = MappedVectors.open(write(10, 6), 2, 10);
        assertThat(vectors.size()).isEqualTo(3);
        assertThat(vectors.row(2)).containsExactly(4, 5);
    }

    @Test
    void anEmptyFileHasNoVectors() throws IOException {
        assertThat(MappedVectors.open(write(0, 0), 768).size()).isZero();
    }

    @Test
    void aRowAfterTheLastIsRejected() throws IOException {
        MappedVectors vectors = MappedVectors.open(write(0, 6), 3);
        assertThatThrownBy(() -> vectors.read(1, 2, new float[6])).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aTruncatedFileIsRejected() throws IOException {
        Path file = write(0, 7);
        assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> MappedVectors.open(file, 3))
                .withMessageContaining(file.toString()).withMessageContaining("28 bytes").withMessageContaining("multiple of 12");
    }

    private Path write(int header, int components) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(header + 4 * components).order(ByteOrder.LITTLE_ENDIAN).position(header);
        for (int i = 0; i < components; i++) {
            bytes.putFloat(i);
        }
        return Files.write(folder.resolve("vectors.f32"), bytes.array());
    }
}
