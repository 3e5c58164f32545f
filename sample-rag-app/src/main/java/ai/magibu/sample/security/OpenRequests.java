package ai.magibu.sample.security;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many long requests each client has open; only clients that have any are kept. */
final class OpenRequests {

    private final int most;
    private final ConcurrentMap<Client, Integer> open = new ConcurrentHashMap<>();

    OpenRequests(int most) {
        this.most = most;
    }

    boolean tryOpen(Client client) {
        boolean[] opened = new boolean[1];
        open.compute(client, (key, count) -> {
            int now = count == null ? 0 : count;
            opened[0] = now < most;
            return opened[0] ? now + 1 : count;
        });
        return opened[0];
    }

    void close(Client client) {
        open.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
    }
}
