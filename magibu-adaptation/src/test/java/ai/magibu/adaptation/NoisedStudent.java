package ai.magibu.adaptation;

import ai.magibu.adaptation.internal.folder.ModelFolder;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter.Entry;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** {@link TinyModel} as a teacher, and as a student whose embeddings have noise. */
final class NoisedStudent {

    private static final String[] WORDS =
            {"kitap", "okumak", "deniz", "kıyısında", "bir", "ev", "güzel", "hava", "bugün", "çok", "İstanbul",
                    "yağmur", "çocuk", "sabah", "akşam", "yol", "uzun", "kısa", "ağaç", "kuş", "şehir", "eski", "yeni", "gazete"};

    private NoisedStudent() {}

    static Path write(Path folder) {
        ModelFolder.create(TinyModel.folder(), folder, target -> {
            for (String module : List.of("", "2_Dense", "3_Dense")) {
                Random random = new Random(1);
                List<Entry> entries = new ArrayList<>();
                Checkpoint.open(TinyModel.folder().resolve(module)).tensors().values().forEach(tensor -> {
                    float noise = tensor.name().startsWith("embed_tokens") ? 0.1f : 0;
                    entries.add(new Entry(tensor.name(), DType.F32, tensor.shape(), (first, into) -> {
                        System.arraycopy(tensor.floats(first, into.length), 0, into, 0, into.length);
                        for (int i = 0; i < into.length; i++) {
                            into[i] += noise * (float) random.nextGaussian();
                        }
                    }));
                });
                SafetensorsWriter.write(target.resolve(module).resolve("model.safetensors"), entries, Map.of());
            }
        });
        return folder;
    }

    static List<String> texts(int count, long seed) {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 1 + random.nextInt(6); word >= 0; word--) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            texts.add(text.append(i).toString());
        }
        return texts;
    }

    /** Writes JSON lines with the teacher's vectors. */
    static Path vectors(Path file, List<String> texts) throws IOException {
        return vectors(file, texts, TinyModel.folder());
    }

    /** Writes JSON lines with a model's vectors. */
    static Path vectors(Path file, List<String> texts, Path model) throws IOException {
        JsonMapper json = new JsonMapper();
        List<String> lines = new ArrayList<>();
        try (MagibuEmbedder teacher = TinyModel.builder().model(model).load()) {
            for (String text : texts) {
                ObjectNode line = json.createObjectNode().put("text", text);
                for (float component : teacher.encode(text)) {
                    line.withArray("embedding").add(component);
                }
                lines.add(line.toString());
            }
        }
        return Files.write(file, lines);
    }
}
