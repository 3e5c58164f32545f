package ai.magibu.adaptation.internal.vectors;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.FileSum;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file of a teacher's vectors.
 *
 * @param truncated how many of its texts were cut
 */
record Shard(String file, long rows, long truncated, long bytes, String sha256) {

    static String name(int index) {
        return String.format(Locale.ROOT, "part-%05d.parquet", index);
    }

    static Shard of(Path file, long rows, long truncated) {
        FileSum sum = sum(file);
        return new Shard(String.valueOf(file.getFileName()), rows, truncated, sum.bytes(), sum.sha256());
    }

    static Shard read(JsonNode json) {
        return new Shard(json.path("file").asText(), json.path("rows").asLong(), json.path("truncated").asLong(),
                json.path("bytes").asLong(), json.path("sha256").asText());
    }

    void write(ObjectNode json) {
        json.put("file", file).put("rows", rows).put("truncated", truncated).put("bytes", bytes).put("sha256", sha256);
    }

    /** Returns whether the file is there and has the bytes that were written. */
    boolean isWhole(Path folder) {
        Path path = folder.resolve(file);
        return Files.isRegularFile(path) && sum(path).sha256().equals(sha256);
    }

    static FileSum sum(Path file) {
        try {
            return FileSum.of(file);
        } catch (IOException e) {
            throw new AdaptationException("A file cannot be read: " + FileFault.reason(e), e);
        }
    }
}
