package ai.magibu.hub;

import java.time.Duration;

/** Waits; tests replace it. */
@FunctionalInterface
interface Pause {

    Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    void forDuration(Duration duration) throws InterruptedException;
}
