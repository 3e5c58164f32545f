package ai.magibu.sample.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What the queue does, in figures: what waits in it, for all replicas; what was finished, and how fast, by this one. */
@Component
final class IngestMetrics {

    private final MeterRegistry registry;
    private final Counter chunks;

    IngestMetrics(MeterRegistry registry, IngestQueue queue) {
        this.registry = registry;
        chunks = Counter.builder("sample.ingest.chunks").description("Chunks stored").register(registry);
        Gauge.builder("sample.ingest.unfinished", queue, IngestQueue::unfinished)
                .description("Jobs that wait or are worked on, of all replicas")
                .register(registry);
        for (JobState outcome : new JobState[] {JobState.STORED, JobState.UNCHANGED, JobState.DUPLICATE, JobState.FAILED}) {
            timer(outcome); // there from the start, so that a rate of the first one can be told
        }
    }

    void stored(int number) {
        chunks.increment(number);
    }

    void finished(JobState outcome, Duration time) {
        timer(outcome).record(time);
    }

    private Timer timer(JobState outcome) {
        return Timer.builder("sample.ingest.duration")
                .description("From taking a job out of the queue until it was finished")
                .tag("outcome", outcome.code())
                .register(registry);
    }
}
