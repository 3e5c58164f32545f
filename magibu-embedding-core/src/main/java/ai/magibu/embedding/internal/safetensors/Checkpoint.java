package ai.magibu.embedding.internal.safetensors;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.internal.config.ModelFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A module's weights: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json} lists.
 *
 * @param tensors by name
 * @param files the files they lie in
 */
public record Checkpoint(Map<String, Tensor> tensors, List<Path> files) {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    public static Checkpoint open(Path folder) {
        Path single = folder.resolve(SINGLE);
        Path index = folder.resolve(INDEX);
        if (ModelFile.exists(single) || !ModelFile.exists(index)) {
            if (!ModelFile.exists(single) && ModelFile.exists(folder.resolve("pytorch_model.bin"))) {
                throw new ModelSourceException("the folder " + folder + " holds pytorch_model.bin but no " + SINGLE
                        + "; save the model again with safe_serialization=True");
            }
            return new Checkpoint(SafetensorsFile.read(single), List.of(single));
        }
        return openShards(folder, index);
    }

    private static Checkpoint openShards(Path folder, Path index) {
        Map<String, Set<String>> namesByShard = new LinkedHashMap<>();
        weightMap(index).properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw new ModelFormatException(index, "a file name for tensor " + entry.getKey(), entry.getValue().toString());
            }
            namesByShard
                    .computeIfAbsent(entry.getValue().textValue(), shard -> new LinkedHashSet<>())
                    .add(entry.getKey());
        });
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>(List.of(index));
        namesByShard.forEach((shard, names) -> {
            Path file = ModelFile.resolve(folder, shard);
            if (file == null || !folder.normalize().equals(file.getParent())) {
                throw new ModelFormatException(index, "shards beside the index", shard);
            }
            Map<String, Tensor> held = SafetensorsFile.read(file);
            for (String name : names) {
                if (!held.containsKey(name)) {
                    throw new ModelFormatException(file, "tensor " + name + ", which " + INDEX + " places here", "no such tensor");
                }
            }
            for (String name : held.keySet()) {
                if (!names.contains(name)) {
                    throw new ModelFormatException(index, "tensor " + name + " of " + shard + " in the \"weight_map\"", "no such entry");
                }
            }
            tensors.putAll(held);
            files.add(file);
        });
        return new Checkpoint(tensors, List.copyOf(files));
    }

    private static JsonNode weightMap(Path index) {
        try {
            JsonNode map = SafetensorsFile.STRICT_JSON.readTree(ModelFile.readJson(index)).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw new ModelFormatException(index, "a \"weight_map\" of tensor names to files", map.toString());
            }
            return map;
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(index, "JSON", e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw ModelFile.unreadable(index, e);
        }
    }
}
