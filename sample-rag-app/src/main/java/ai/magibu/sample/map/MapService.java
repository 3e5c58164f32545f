package ai.magibu.sample.map;

import ai.magibu.sample.DaemonThreads;
import ai.magibu.sample.map.ChunkSample.Chunk;
import ai.magibu.sample.map.ChunkSample.Version;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The map of the documents: computed on a thread of its own, once until the documents change. Safe for concurrent use. */
@Service
public class MapService {

    private static final Logger log = LoggerFactory.getLogger(MapService.class);

    private final ChunkSample chunks;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new DaemonThreads("map").newThread(task);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    private record Known(Version version, CompletableFuture<DocumentMap> map) {}

    private @Nullable Known known;

    MapService(ChunkSample chunks) {
        this.chunks = chunks;
    }

    /** The map of what is stored now. Callers that ask for the same share one computation. */
    public synchronized CompletableFuture<DocumentMap> map() {
        Version now = chunks.version();
        if (known == null || !known.version().equals(now) || known.map().isCompletedExceptionally()) {
            known = new Known(now, CompletableFuture.supplyAsync(() -> compute(now), worker));
        }
        return known.map();
    }

    private DocumentMap compute(Version version) {
        long start = System.nanoTime();
        List<Chunk> sample = chunks.read();
        float[][] places = Projection.project(sample.stream().map(Chunk::vector).toArray(float[][]::new));
        List<DocumentMap.Point> points = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            Chunk chunk = sample.get(i);
            points.add(new DocumentMap.Point(
                    chunk.documentId(), chunk.title(), chunk.position(), places[i][0], places[i][1], chunk.beginning()));
        }
        log.info("Map of {} of {} chunks computed in {} ms", points.size(), version.count(), (System.nanoTime() - start) / 1_000_000);
        return new DocumentMap(points, points.size(), version.count());
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
    }
}
