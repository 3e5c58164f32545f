package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits between attempts: 1, 2, 4, 8 seconds, half of it random; or as long as the server asks. */
final class Backoff {

    static final int ATTEMPTS = 5;

    private static final Logger log = LoggerFactory.getLogger(Backoff.class);
    private static final long FIRST_MILLIS = 1000;
    /** A server that asks for a longer wait fails the download. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final int attempts;
    private final Pause pause;
    private int failures;

    Backoff(int attempts, Pause pause) {
        this.attempts = attempts;
        this.pause = pause;
    }

    /** Forgets earlier failures, after an attempt that made progress. */
    void reset() {
        failures = 0;
    }

    /**
     * Waits before the next attempt.
     *
     * @throws HubException the failure, if no attempt is left
     */
    void afterFailure(TransientFailure failure) {
        failures++;
        Duration asked = failure.retryAfter();
        if (failures >= attempts || (asked != null && asked.compareTo(LONGEST) > 0)) {
            throw failure.lasting();
        }
        long step = FIRST_MILLIS << (failures - 1);
        Duration wait = asked == null ? Duration.ofMillis(step / 2 + ThreadLocalRandom.current().nextLong(step / 2 + 1)) : asked;
        log.info("{}; trying again in {} s", failure.getMessage(), Math.round(wait.toMillis() / 100.0) / 10.0);
        try {
            pause.forDuration(wait);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static HubException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new HubException(Reason.NETWORK, "the download was interrupted", e);
    }
}
