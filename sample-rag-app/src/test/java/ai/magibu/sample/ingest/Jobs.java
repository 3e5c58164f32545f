package ai.magibu.sample.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Jobs for tests. */
final class Jobs {

    static final IngestProperties PROPERTIES = properties(null);

    private Jobs() {}

    static IngestProperties properties(@Nullable Path path) {
        return new IngestProperties(
                path,
                Duration.ofSeconds(30),
                Duration.ofDays(7),
                DataSize.ofMegabytes(50),
                new IngestProperties.Zip(5_000, DataSize.ofMegabytes(500), 100));
    }

    static IngestJob job(long id, JobState state, int attempts) {
        return new IngestJob(
                id, "a.txt", null, null, 1, state, 0, 0, null, null, null, false, attempts, OffsetDateTime.MIN, OffsetDateTime.MIN);
    }
}
