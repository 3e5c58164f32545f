package ai.magibu.adaptation.internal.distill;

import ai.magibu.adaptation.api.WeightPrecision;
import ai.magibu.adaptation.internal.folder.ModelFolder;
import ai.magibu.adaptation.internal.student.Student;
import ai.magibu.adaptation.internal.student.StudentTensor;
import ai.magibu.adaptation.internal.student.StudentTensor.Part;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter.Entry;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.embedding.internal.safetensors.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes a student as a model folder: the files it came from, with new weights. */
final class StudentFolder {

    private StudentFolder() {}

    /**
     * @param model the folder that the student was loaded from
     * @param rest writes further files
     */
    static void write(Student student, Path model, Path output, WeightPrecision precision, ModelFolder.Content rest) {
        DType type = precision == WeightPrecision.F32 ? DType.F32 : DType.BF16;
        Map<Path, List<Entry>> modules = new LinkedHashMap<>();
        for (StudentTensor tensor : student.tensors()) {
            Path module = Objects.requireNonNull(tensor.origin().file().toAbsolutePath().normalize().getParent());
            modules.computeIfAbsent(module, key -> new ArrayList<>()).add(
                    new Entry(tensor.origin().name(), type, tensor.shape(), (first, into) -> tensor.read(Part.WEIGHT, first, into)));
        }
        ModelFolder.create(model, output, folder -> {
            for (Map.Entry<Path, List<Entry>> module : modules.entrySet()) {
                write(folder.resolve(model.toAbsolutePath().normalize().relativize(module.getKey()).toString()), module.getValue());
            }
            rest.write(folder);
        });
    }

    private static void write(Path folder, List<Entry> tensors) throws IOException {
        SafetensorsWriter.write(folder.resolve(ModelFiles.WEIGHTS), tensors, Map.of());
    }
}
