package ai.magibu.embedding.source;

import java.time.Duration;

/** How one waits; tests do not. */
@FunctionalInterface
interface Pause {

    Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    void forDuration(Duration duration) throws InterruptedException;
}
