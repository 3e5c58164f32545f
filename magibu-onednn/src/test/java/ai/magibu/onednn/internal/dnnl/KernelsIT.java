package ai.magibu.onednn.internal.dnnl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.onednn.Bfloat16Machine;
import ai.magibu.onednn.internal.dnnl.Kernels.Activation;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kernel against the same arithmetic in double. */
@ExtendWith(Bfloat16Machine.class)
class KernelsIT {

    private final Random random = new Random(1);
    private Kernels kernels;

    @BeforeEach
    void open() {
        OneDnn library = OneDnn.get();
        library.useOnlyThisThread();
        kernels = new Kernels(library);
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    /** Numbers that bfloat16 holds exactly. */
    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (random.nextInt(255) - 127) / 64f;
        }
        return numbers;
    }

    private static NativeMemory bfloat16(float[] values) {
        NativeMemory memory = new NativeMemory(2L * values.length);
        for (int i = 0; i < values.length; i++) {
            memory.buffer(2 * values.length).order(java.nio.ByteOrder.LITTLE_ENDIAN).putShort(2 * i,
                    (short) (Float.floatToIntBits(values[i]) >>> 16));
        }
        return memory;
    }

    private static float[] floats(NativeMemory memory, int count) {
        float[] values = new float[count];
        memory.read(0, values, count);
        return values;
    }

    private static float[] bfloat16s(NativeMemory memory, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(memory.buffer(2 * count).order(java.nio.ByteOrder.LITTLE_ENDIAN).getShort(2 * i) << 16);
        }
        return values;
    }

    private static double dot(float[] a, int start, float[] b, int other, int step, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) a[start + i] * b[other + i * step];
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void productByParts(int parts) {
        int rows = 16;
        int in = 96;
        int out = 320;
        float[] a = numbers(rows * in);
        float[] b = numbers(out * in); // [out, in]
        try (NativeMemory source = bfloat16(a); NativeMemory plain = bfloat16(b);
                PackedMatrix matrix = PackedMatrix.of(kernels, plain, NumberType.BF16, NumberType.BF16, in, out);
                NativeMemory result = new NativeMemory(4L * rows * out)) {
            for (int part = 0; part < parts; part++) {
                int first = matrix.firstColumn(part, parts);
                int columns = matrix.firstColumn(part + 1, parts) - first;
                kernels.run(
                        "product" + columns,
                        of -> of.product(
                                Layout.rows(NumberType.BF16, rows, in), matrix, columns, Layout.rows(NumberType.F32, rows, columns, out)),
                        source.address(), matrix.address(first), result.address() + 4L * first);
            }
            float[] c = floats(result, rows * out);
            for (int i = 0; i < rows * out; i++) {
                assertThat((double) c[i]).as("%d", i).isCloseTo(dot(a, i / out * in, b, i % out * in, 1, in), within(1e-3));
            }
        }
    }

    @Test
    void gatedProduct() {
        int rows = 16;
        int in = 32;
        int out = 64;
        float[] a = numbers(rows * in);
        float[] b = numbers(out * in);
        float[] u = numbers(rows * out);
        try (NativeMemory source = bfloat16(a); NativeMemory plain = bfloat16(b); NativeMemory factor = bfloat16(u);
                PackedMatrix matrix = PackedMatrix.of(kernels, plain, NumberType.BF16, NumberType.BF16, in, out);
                NativeMemory result = new NativeMemory(2L * rows * out)) {
            kernels.run(
                    "gated",
                    of -> of.gatedProduct(
                            Layout.rows(NumberType.BF16, rows, in), matrix, out, Activation.GELU_TANH,
                            Layout.rows(NumberType.BF16, rows, out)),
                    source.address(), matrix.address(0), result.address(), factor.address());
            float[] c = bfloat16s(result, rows * out);
            for (int i = 0; i < rows * out; i++) {
                double x = dot(a, i / out * in, b, i % out * in, 1, in);
                double gelu = 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
                assertThat((double) c[i]).isCloseTo(gelu * u[i], within(0.01 + Math.abs(gelu * u[i]) / 128));
            }
        }
    }

    @Test
    void scoresOfKeysNextToValues() {
        int rows = 48;
        int keys = 64;
        int d = 32;
        float[] q = numbers(rows * d);
        float[] kv = numbers(keys * 2 * d);
        float[] all = numbers(keys);
        float[] each = numbers(rows * keys);
        try (NativeMemory source = bfloat16(q); NativeMemory other = bfloat16(kv);
                NativeMemory one = NativeMemory.of(all); NativeMemory two = NativeMemory.of(each);
                NativeMemory result = new NativeMemory(4L * rows * keys)) {
            Layout scores = Layout.rows(NumberType.F32, rows, keys);
            kernels.run(
                    "scores",
                    of -> of.sumProduct(
                            Layout.rows(NumberType.BF16, rows, d), Layout.columns(NumberType.BF16, d, keys, 2 * d), scores,
                            Layout.rows(NumberType.F32, 1, keys), scores),
                    source.address(), other.address(), result.address(), one.address(), two.address());
            float[] c = floats(result, rows * keys);
            for (int i = 0; i < rows * keys; i++) {
                double expected = dot(q, i / keys * d, kv, i % keys * 2 * d, 1, d) + all[i % keys] + each[i];
                assertThat((double) c[i]).isCloseTo(expected, within(1e-3));
            }
        }
    }

    @Test
    void valuesNextToKeys() {
        int rows = 48;
        int keys = 64;
        int d = 32;
        float[] p = numbers(rows * keys);
        float[] kv = numbers(keys * 2 * d);
        try (NativeMemory source = bfloat16(p); NativeMemory other = bfloat16(kv); NativeMemory result = new NativeMemory(2L * rows * d)) {
            kernels.run(
                    "attend",
                    of -> of.sumProduct(
                            Layout.rows(NumberType.BF16, rows, keys), Layout.rows(NumberType.BF16, keys, d, 2 * d),
                            Layout.rows(NumberType.BF16, rows, d)),
                    source.address(), other.address() + 2L * d, result.address());
            float[] c = bfloat16s(result, rows * d);
            for (int i = 0; i < rows * d; i++) {
                double expected = dot(p, i / d * keys, kv, d + i % d, 2 * d, keys);
                assertThat((double) c[i]).isCloseTo(expected, within(0.01 + Math.abs(expected) / 128));
            }
        }
    }

    @Test
    void normInBfloat16() {
        int rows = 16;
        int d = 96;
        float[] x = numbers(rows * d);
        float[] w = numbers(d);
        try (NativeMemory source = NativeMemory.of(x); NativeMemory weights = NativeMemory.of(w);
                NativeMemory result = new NativeMemory(2L * rows * d)) {
            kernels.run(
                    "norm",
                    of -> of.rmsNorm(Layout.rows(NumberType.F32, rows, d), Layout.rows(NumberType.BF16, rows, d), 1e-6f),
                    source.address(), result.address(), weights.address());
            float[] y = bfloat16s(result, rows * d);
            for (int i = 0; i < rows * d; i++) {
                int row = i / d * d;
                double expected = x[i] / Math.sqrt(dot(x, row, x, row, 1, d) / d + 1e-6) * w[i % d];
                assertThat((double) y[i]).isCloseTo(expected, within(0.001 + Math.abs(expected) / 128));
            }
        }
    }

    @Test
    void softmaxSumsToOne() {
        int rows = 48;
        int keys = 64;
        float[] x = numbers(rows * keys);
        try (NativeMemory source = NativeMemory.of(x); NativeMemory result = new NativeMemory(2L * rows * keys)) {
            kernels.run(
                    "softmax", of -> of.softmax(Layout.rows(NumberType.F32, rows, keys), Layout.rows(NumberType.BF16, rows, keys)),
                    source.address(), result.address());
            float[] y = bfloat16s(result, rows * keys);
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int i = 0; i < keys; i++) {
                    sum += Math.exp(x[row * keys + i]);
                }
                for (int i = 0; i < keys; i++) {
                    double expected = Math.exp(x[row * keys + i]) / sum;
                    assertThat((double) y[row * keys + i]).isCloseTo(expected, within(expected / 128));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void denseProduct(Activation activation) {
        int rows = 16;
        int in = 96;
        int out = 48;
        float[] a = numbers(rows * in);
        float[] b = numbers(out * in);
        float[] bias = numbers(out);
        try (NativeMemory source = NativeMemory.of(a); NativeMemory plain = NativeMemory.of(b); NativeMemory biases = NativeMemory.of(bias);
                PackedMatrix matrix = PackedMatrix.of(kernels, plain, NumberType.F32, NumberType.F32, in, out);
                NativeMemory result = new NativeMemory(4L * rows * out)) {
            kernels.run(
                    "dense",
                    of -> of.denseProduct(
                            Layout.rows(NumberType.F32, rows, in), matrix, activation, Layout.rows(NumberType.F32, rows, out)),
                    source.address(), matrix.address(0), result.address(), biases.address());
            float[] c = floats(result, rows * out);
            for (int i = 0; i < rows * out; i++) {
                double x = dot(a, i / out * in, b, i % out * in, 1, in) + bias[i % out];
                double expected =
                        switch (activation) {
                            case RELU -> Math.max(0, x);
                            case TANH -> Math.tanh(x);
                            case SIGMOID -> 1 / (1 + Math.exp(-x));
                            case GELU, GELU_TANH -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
                        };
                assertThat((double) c[i]).isCloseTo(expected, within(2e-3)); // the two forms of GELU differ by up to 5e-4
            }
        }
    }

    @Test
    void copyRoundsAndSpreads() {
        int rows = 16;
        float[] x = numbers(rows * 64);
        try (NativeMemory source = NativeMemory.of(x); NativeMemory result = new NativeMemory(2L * rows * 96)) {
            kernels.run(
                    "copy", of -> of.copy(Layout.rows(NumberType.F32, rows, 32, 64), Layout.rows(NumberType.BF16, rows, 32, 96)),
                    source.address(), result.address());
            float[] y = bfloat16s(result, rows * 96);
            for (int i = 0; i < rows * 96; i++) {
                assertThat(y[i]).isEqualTo(i % 96 < 32 ? x[i / 96 * 64 + i % 96] : 0f);
            }
        }
    }
}
