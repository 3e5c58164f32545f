package ai.magibu.adaptation.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.internal.weights.SafetensorsWriter.Entry;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter.Values;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goldens are of PyTorch and of the Python library: {@code reference/make_bfloat16_golden.py}. */
class SafetensorsWriterTest {

    @TempDir
    Path folder;

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SafetensorsWriterTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    private static Values values(float... values) {
        return (first, into) -> System.arraycopy(values, (int) first, into, 0, into.length);
    }

    private Tensor written(DType type, List<Long> shape, Values values) throws IOException {
        SafetensorsWriter.write(folder.resolve("model.safetensors"), List.of(new Entry("t", type, shape, values)), Map.of());
        return Objects.requireNonNull(Checkpoint.open(folder).tensors().get("t"));
    }

    @Test
    void theFileHasTheBytesOfThePythonLibrary() throws IOException {
        Path file = folder.resolve("two.safetensors");

        SafetensorsWriter.write(file, List.of(
                new Entry("a", DType.BF16, List.of(5L), values(0.1f, -2.5f, 3e38f, 1e-40f, 7)),
                new Entry("ç", DType.F32, List.of(), values(-0.1f)),
                new Entry("b.weight", DType.F32, List.of(3L, 2L), values(0, 1f / 7, 2f / 7, 3f / 7, 4f / 7, 5f / 7))), Map.of());

        assertThat(file).hasBinaryContent(golden("two.safetensors"));
    }

    @Test
    void numbersAreRoundedAsPyTorchRounds() throws IOException {
        ByteBuffer pairs = ByteBuffer.wrap(golden("rounding.bin")).order(ByteOrder.LITTLE_ENDIAN);
        List<String> wrong = new ArrayList<>();
        while (pairs.hasRemaining()) {
            int bits = pairs.getInt();
            short expected = pairs.getShort();
            if (BFloat16.round(Float.intBitsToFloat(bits)) != expected) {
                wrong.add(Integer.toHexString(bits));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void notANumberStaysOne() {
        for (int bits : new int[] {0x7fc00000, 0x7f800001, 0xff80ffff, 0xffffffff, 0x7fbfffff}) {
            assertThat(Float.intBitsToFloat(BFloat16.round(Float.intBitsToFloat(bits)) << 16)).isNaN();
        }
    }

    @Test
    void aTensorLongerThanABlockIsWrittenWhole() throws IOException {
        Tensor tensor = written(DType.F32, List.of(700L, 1001L), (first, into) -> {
            for (int i = 0; i < into.length; i++) {
                into[i] = first + i;
            }
        });

        float[] read = tensor.floats();

        assertThat(read).hasSize(700_700);
        for (int i = 0; i < read.length; i++) {
            assertThat(read[i]).isEqualTo(i);
        }
    }

    @Test
    void aCopyInTheSameTypeHasTheSameBytes() throws IOException {
        short[] bits = {0x7fc1, (short) 0xff81, 0x7f80, (short) 0x8000, 1, 0x3f80};
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat(bits[i] << 16);
        }
        Tensor tensor = written(DType.BF16, List.of(6L), values(values));
        byte[] first = Files.readAllBytes(tensor.file());

        SafetensorsWriter.write(folder.resolve("copy"), List.of(Entry.copy(tensor, DType.BF16)), Map.of());

        assertThat(folder.resolve("copy")).hasBinaryContent(first);
    }

    @Test
    void anEmptyTensorHasNoBytes() throws IOException {
        assertThat(written(DType.F32, List.of(0L, 4L), values()).floats()).isEmpty();
    }

    @Test
    void aFailedWriteKeepsTheOldFileAndLeavesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "old");
        Entry bad = new Entry("t", DType.F32, List.of(2L), (first, into) -> {
            throw new IOException("the disk is full");
        });

        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(bad), Map.of())).hasMessage("the disk is full");

        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void twoTensorsOfOneNameAreRejected() {
        Entry entry = new Entry("t", DType.F32, List.of(1L), values(1));

        assertThatThrownBy(() -> SafetensorsWriter.write(folder.resolve("x"), List.of(entry, entry), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two tensors have the name t");
        assertThatThrownBy(() -> new Entry("t", DType.F16, List.of(), values())).hasMessageContaining("not in F16");
    }
}
