package ai.magibu.sample.ingest;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How files are taken in.
 *
 * @param path A folder, ZIP or file: is ingested, with a progress bar and without a web server, and the application ends.
 * @param lease For how long the job of a worker that died stays its own.
 * @param keep For how long finished jobs stay on the list, and the files of those that failed or are duplicates are kept.
 * @param maxFileSize Largest file, also inside a ZIP.
 * @param zip The limits of a ZIP.
 */
@ConfigurationProperties("sample.ingest")
public record IngestProperties(
        @Nullable Path path,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("7d") Duration keep,
        @DefaultValue("50MB") DataSize maxFileSize,
        @DefaultValue Zip zip) {

    /**
     * @param maxEntries Most files.
     * @param maxSize Largest size of all files together, unpacked.
     * @param maxRatio How many times its packed size a file may have, beyond the first megabyte.
     */
    public record Zip(
            @DefaultValue("5000") int maxEntries, @DefaultValue("500MB") DataSize maxSize, @DefaultValue("100") int maxRatio) {}
}
