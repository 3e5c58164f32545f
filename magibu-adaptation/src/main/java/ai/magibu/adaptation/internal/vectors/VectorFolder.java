package ai.magibu.adaptation.internal.vectors;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.adaptation.internal.parquet.ParquetWriter;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.FileSum;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** A folder of a teacher's vectors: shards and their manifest. */
public final class VectorFolder {

    private final Path folder;
    private final List<Shard> kept;
    private final VectorManifest manifest;

    private VectorFolder(Path folder, VectorManifest manifest, List<Shard> kept) {
        this.folder = folder;
        this.manifest = manifest;
        this.kept = kept;
    }

    /**
     * Opens a new folder, or one that an earlier run with the same teacher, texts and settings has begun.
     *
     * @param rows the count of all texts
     * @throws AdaptationException if the folder holds something else, or DuckDB cannot be loaded
     */
    public static VectorFolder open(Path folder, JsonNode settings, long rows) {
        ParquetWriter.requireAvailable(folder);
        if (VectorManifest.exists(folder)) {
            VectorManifest manifest = VectorManifest.read(folder);
            if (!manifest.shards().isEmpty()) {
                manifest.requireSame(folder, settings);
                deleteUnfinished(folder);
                return new VectorFolder(folder, manifest, manifest.wholeShards(folder));
            }
            deleteUnfinished(folder); // a run that failed before its first file binds no other
        } else {
            requireEmpty(folder);
        }
        VectorManifest manifest = new VectorManifest(settings, rows, List.of());
        manifest.write(folder);
        return new VectorFolder(folder, manifest, List.of());
    }

    /** Returns what the vectors of a run depend on. */
    public static JsonNode settings(MagibuEmbedder teacher, Prompt prompt, int rowsPerShard, List<Corpus> corpora) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.put("teacher", teacher.identity());
        settings.put("prompt", prompt.toString());
        settings.put("rows_per_shard", rowsPerShard);
        ArrayNode texts = settings.putArray("texts");
        for (Corpus corpus : corpora) {
            for (Path file : corpus.files()) {
                FileSum sum = Shard.sum(file);
                texts.addObject()
                        .put("language", corpus.language())
                        .put("file", String.valueOf(file.getFileName()))
                        .put("bytes", sum.bytes())
                        .put("sha256", sum.sha256());
            }
        }
        return settings;
    }

    private static void requireEmpty(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new AdaptationException("The output folder " + folder + " is not empty and has no " + VectorManifest.FILE
                            + " of an earlier run. Name a new one, or delete it first.");
                }
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static void deleteUnfinished(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".tmp")).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static AdaptationException unwritable(Path folder, IOException e) {
        return new AdaptationException("The output folder " + folder + " cannot be written: " + FileFault.reason(e), e);
    }

    /** Returns the count of rows that an earlier run has left whole. */
    public long keptRows() {
        return manifest.with(kept).writtenRows();
    }

    /**
     * Embeds the texts that are missing, shard by shard.
     *
     * @param prompt the text before each text; it is stored with it
     * @param progress gets the count of rows after every batch, those of earlier runs included
     * @return how many texts of all shards were cut
     */
    public long write(MagibuEmbedder teacher, String prompt, int rowsPerShard, List<Corpus> corpora, LongConsumer progress) {
        try (ShardWriter writer = new ShardWriter(folder, manifest.with(kept), teacher, prompt, rowsPerShard, progress)) {
            corpora.forEach(corpus -> corpus.forEach(text -> writer.add(corpus.language(), text)));
            return writer.finish().shards().stream().mapToLong(Shard::truncated).sum();
        }
    }
}
