package ai.magibu.embedding.internal.safetensors;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.internal.config.Json;
import ai.magibu.embedding.internal.config.ModelFile;
import ai.magibu.embedding.internal.folder.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A module's weights: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json} lists.
 *
 * @param tensors the tensors by name
 * @param files the files that hold them
 */
public record Checkpoint(Map<String, Tensor> tensors, List<Path> files) {

    public static Checkpoint open(Path folder) {
        Path single = folder.resolve(ModelFiles.WEIGHTS);
        Path index = folder.resolve(ModelFiles.WEIGHTS_INDEX);
        if (!ModelFile.exists(single) && ModelFile.exists(index)) {
            return openShards(folder, index);
        }
        if (!ModelFile.exists(single) && ModelFile.exists(folder.resolve("pytorch_model.bin"))) {
            throw new ModelSourceException("the folder " + folder + " holds pytorch_model.bin but no " + ModelFiles.WEIGHTS
                    + "; save the model again with safe_serialization=True");
        }
        return new Checkpoint(SafetensorsFile.read(single), List.of(single));
    }

    private static Checkpoint openShards(Path folder, Path index) {
        Json map = Json.read(index).get("weight_map");
        if (map.members().isEmpty()) {
            throw map.wrong("file names by tensor");
        }
        Map<String, Set<String>> namesByShard = new LinkedHashMap<>();
        map.members().forEach((name, shard) -> namesByShard.computeIfAbsent(shard.string(), key -> new TreeSet<>()).add(name));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>(List.of(index));
        namesByShard.forEach((shard, names) -> {
            Path file = ModelFile.resolve(folder, shard);
            if (file == null || !folder.normalize().equals(file.getParent())) {
                throw new ModelFormatException(index, "shards in the folder of the index", shard);
            }
            Map<String, Tensor> held = SafetensorsFile.read(file);
            if (!held.keySet().equals(names)) {
                Set<String> different = new TreeSet<>(names);
                different.addAll(held.keySet());
                different.removeIf(name -> names.contains(name) && held.containsKey(name));
                throw new ModelFormatException(
                        file, "the " + names.size() + " tensors that " + index.getFileName() + " places here",
                        "a difference in " + different);
            }
            tensors.putAll(held);
            files.add(file);
        });
        return new Checkpoint(tensors, List.copyOf(files));
    }
}
