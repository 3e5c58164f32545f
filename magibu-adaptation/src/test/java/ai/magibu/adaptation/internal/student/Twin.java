package ai.magibu.adaptation.internal.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.adaptation.api.Loss;
import ai.magibu.adaptation.api.Target;
import ai.magibu.adaptation.api.Trained;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The values that {@code reference/twin.py} has computed with transformers and torch for {@link TinyModel}. */
final class Twin {

    static final StudentSettings SETTINGS =
            new StudentSettings(Trained.ALL, Target.FINAL, Loss.COSINE, 0.01, 0.9, 0.999, 1e-8, 1.0, 1);

    private static final TypeFactory TYPES = TypeFactory.defaultInstance();
    private static final JavaType VARIANTS = TYPES.constructMapType(Map.class, String.class, Step.class);

    private Twin() {}

    record Batch(List<int[]> ids, float[][] targets) {

        TokenBatch tokens() {
            return new TokenBatch(ids);
        }
    }

    record Step(double loss, double norm, double rate) {}

    static Student open(StudentSettings settings) {
        return Student.open(CheckedModel.open(TinyModel.folder()), settings);
    }

    static Batch[] batches() throws IOException {
        return read("batches.json", TYPES.constructType(Batch[].class));
    }

    static Step[] log() throws IOException {
        return read("log.json", TYPES.constructType(Step[].class));
    }

    /** Returns the loss and the norm of the trained gradients of the first batch. */
    static Step variant(String name) throws IOException {
        return Objects.requireNonNull(Twin.<Map<String, Step>>read("variants.json", VARIANTS).get(name), name);
    }

    private static <T> T read(String name, JavaType type) throws IOException {
        try (InputStream in = open(name)) {
            return new JsonMapper().readValue(in, type);
        }
    }

    /** Returns the samples of a file, copied to a folder. */
    static Map<String, Tensor> samples(String name, Path folder) throws IOException {
        try (InputStream in = open(name)) {
            Files.copy(in, Files.createDirectories(folder).resolve("model.safetensors"));
        }
        return Checkpoint.open(folder).tensors();
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Twin.class.getResourceAsStream(name), name);
    }

    /** The name that twin.py gives a tensor. */
    static String name(Weight weight) {
        Path module = Objects.requireNonNull(weight.origin().file().getParent()).getFileName();
        String name = weight.origin().name();
        return module.toString().endsWith("_Dense") ? module + "." + name : name;
    }

    /** Compares an array with a sample of the reference's, relative to the largest magnitude of the reference's tensor. */
    static void assertClose(String name, float[] values, Map<String, Tensor> reference, double tolerance) throws IOException {
        float[] sample = Objects.requireNonNull(reference.get(name), name).floats();
        double largest = Objects.requireNonNull(reference.get(name + ".largest")).floats()[0];
        double norm = Objects.requireNonNull(reference.get(name + ".norm")).floats()[0];
        int stride = Math.max(1, (values.length + 1499) / 1500);
        double worst = 0;
        for (int i = 0; i < sample.length; i++) {
            worst = Math.max(worst, Math.abs(sample[i] - values[i * stride]));
        }
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        assertThat(worst / largest).as(name).isLessThan(tolerance);
        assertThat(Math.sqrt(squares)).as("the norm of " + name).isCloseTo(norm, within(norm * tolerance));
    }
}
