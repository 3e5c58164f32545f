package ai.magibu.adaptation.internal.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.magibu.adaptation.api.Loss;
import ai.magibu.adaptation.api.Target;
import ai.magibu.adaptation.api.Trained;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The student computes what transformers and torch compute. */
class StudentParityIT {

    private static final double VECTOR = 1e-5;
    private static final double RELATIVE = 1e-4;

    @TempDir
    private Path temporary;

    @Test
    void vectorsAreTheReferences() {
        try (Student student = Twin.open(Twin.SETTINGS)) {
            for (ReferenceVector expected : TinyModel.referenceVectors()) {
                float[] vector = student.vectors(new TokenBatch(List.of(expected.tokenIds())))[0];

                for (int i = 0; i < vector.length; i++) {
                    assertThat(vector[i]).as(expected.text()).isCloseTo(expected.vector()[i], within((float) VECTOR));
                }
            }
        }
    }

    @Test
    void gradientsAreTheReferences() throws IOException {
        Twin.Batch batch = Twin.batches()[0];
        Map<String, Tensor> expected = Twin.samples("gradients.safetensors", temporary);
        try (Student student = Twin.open(Twin.SETTINGS)) {
            double loss = student.accumulate(batch.tokens(), batch.targets(), batch.ids().size());

            assertThat(loss).isCloseTo(Twin.log()[0].loss(), within(1e-6));
            Map<String, float[]> gradients = gradients(student);
            assertThat(gradients).hasSize(95);
            for (Map.Entry<String, float[]> gradient : gradients.entrySet()) {
                Twin.assertClose(gradient.getKey(), gradient.getValue(), expected, RELATIVE);
            }
        }
    }

    @Test
    void tenStepsGiveTheReferencesWeights() throws IOException {
        Map<String, Tensor> expected = Twin.samples("weights.safetensors", temporary);
        Twin.Batch[] batches = Twin.batches();
        Twin.Step[] log = Twin.log();
        try (Student student = Twin.open(Twin.SETTINGS)) {
            for (int i = 0; i < batches.length; i++) {
                double loss = student.accumulate(batches[i].tokens(), batches[i].targets(), batches[i].ids().size());
                double norm = student.update(log[i].rate());

                assertThat(loss).as("loss %s", i).isCloseTo(log[i].loss(), within(1e-5));
                assertThat(norm).as("norm %s", i).isCloseTo(log[i].norm(), within(1e-4 * log[i].norm()));
            }
            for (Weight weight : student.trained()) {
                Twin.assertClose(Twin.name(weight), weight.array().toFloatArray(), expected, RELATIVE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"mse, ALL, FINAL, MSE", "pre-dense, ALL, PRE_DENSE, COSINE", "embeddings, EMBEDDINGS, FINAL, COSINE",
            "embeddings+heads, EMBEDDINGS_AND_HEADS, FINAL, COSINE"})
    void otherTargetsAndLossesAreTheReferences(String name, Trained trained, Target target, Loss loss) throws IOException {
        Twin.Batch batch = Twin.batches()[0];
        Twin.Step expected = Twin.variant(name);
        StudentSettings settings = new StudentSettings(trained, target, loss, 0.01, 0.9, 0.999, 1e-8, 1, 1);
        try (Student student = Twin.open(settings)) {
            double measured = student.accumulate(batch.tokens(), batch.targets(), batch.ids().size());

            assertThat(measured).isCloseTo(expected.loss(), within(1e-6));
            assertThat(student.update(0)).isCloseTo(expected.norm(), within(1e-5 * expected.norm()));
        }
    }

    @Test
    void aLiteralPaddingTokenGetsNoGradient() throws IOException {
        Twin.Batch batch = Twin.batches()[0];
        List<int[]> rows = new ArrayList<>(batch.ids());
        rows.set(0, new int[] {2, 100, 0, 101, 1});
        try (Student student = Twin.open(Twin.SETTINGS)) {
            student.accumulate(new TokenBatch(rows), batch.targets(), rows.size());

            float[] table = gradients(student).get("embed_tokens.weight");
            float[] row = new float[TinyModel.DIMENSION];
            System.arraycopy(table, 0, row, 0, row.length);
            assertThat(row).containsOnly(0f);
            assertThat(table[100 * TinyModel.DIMENSION]).isNotZero();
        }
    }

    @Test
    void aCollectionBetweenThePassesChangesNoGradient() throws IOException {
        Twin.Batch batch = Twin.batches()[0];
        try (Student student = Twin.open(Twin.SETTINGS)) {
            student.accumulate(batch.tokens(), batch.targets(), batch.ids().size());
            Map<String, float[]> expected = gradients(student);
            student.update(0);
            List<ByteBuffer> buffers = new ArrayList<>();

            student.accumulate(batch.tokens(), batch.targets(), batch.ids().size(), () -> {
                System.gc();
                for (int i = 0; i < 2000; i++) { // takes the memory that the collection has freed
                    buffers.add(ByteBuffer.allocateDirect(4).putInt(0, 0x4b000000 + i));
                }
            });

            assertThat(buffers).hasSize(2000);
            gradients(student).forEach((name, gradient) -> assertThat(gradient).as(name).isEqualTo(expected.get(name)));
        }
    }

    @Test
    void partsOfABatchAddUpToTheBatch() throws IOException {
        Twin.Batch batch = Twin.batches()[0];
        int total = batch.ids().size();
        try (Student student = Twin.open(Twin.SETTINGS)) {
            double whole = student.accumulate(batch.tokens(), batch.targets(), total);
            Map<String, float[]> expected = gradients(student);
            student.update(0);

            double sum = 0;
            for (int from = 0; from < total; from += 3) {
                int to = Math.min(total, from + 3);
                float[][] targets = Arrays.copyOfRange(batch.targets(), from, to);
                sum += student.accumulate(new TokenBatch(batch.ids().subList(from, to)), targets, total);
            }

            assertThat(sum).isCloseTo(whole, within(1e-6));
            gradients(student).forEach((name, gradient) -> {
                float[] other = expected.get(name);
                float largest = 0;
                for (float value : other) {
                    largest = Math.max(largest, Math.abs(value));
                }
                for (int i = 0; i < gradient.length; i++) {
                    assertThat(gradient[i]).as(name).isCloseTo(other[i], within(largest * 1e-4f));
                }
            });
        }
    }

    @Test
    void threeHundredStepsNeedNoMoreMemoryThanFifty() throws IOException {
        Twin.Batch[] batches = Twin.batches();
        try (Student student = Twin.open(Twin.SETTINGS)) {
            int arrays = 0;
            long resident = 0;
            for (int i = 0; i < 300; i++) {
                Twin.Batch batch = batches[i % batches.length];
                TokenBatch starts =
                        new TokenBatch(batch.ids().stream().limit(2).map(row -> Arrays.copyOf(row, Math.min(row.length, 16))).toList());
                double loss = student.accumulate(starts, Arrays.copyOf(batch.targets(), 2), 2);
                assertThat(student.update(1e-4)).isFinite();
                assertThat(loss).isFinite();
                if (i == 150) {
                    arrays = student.manager().getManagedArrays().size();
                    resident = residentKilobytes();
                }
            }

            assertThat(student.manager().getManagedArrays()).hasSize(arrays);
            assertThat(residentKilobytes()).isLessThan(resident + 64 * 1024);
        }
    }

    @Test
    void onlyOneStudentIsOpen() {
        try (Student student = Twin.open(Twin.SETTINGS)) {
            assertThat(student.dimension()).isEqualTo(TinyModel.DIMENSION);
            assertThatIllegalStateException().isThrownBy(() -> Twin.open(Twin.SETTINGS))
                    .withMessage("another distillation is running in this JVM; wait until it ends");
        }
        Twin.open(Twin.SETTINGS).close();
    }

    private static Map<String, float[]> gradients(Student student) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (NDManager scratch = student.manager().newSubManager()) {
            for (Weight weight : student.trained()) {
                NDArray gradient = weight.gradient(scratch);
                gradients.put(Twin.name(weight), gradient.toFloatArray());
            }
        }
        return gradients;
    }

    /** Returns 0 if the system does not say it. */
    private static long residentKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS")).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", ""))).orElse(0L);
    }
}
