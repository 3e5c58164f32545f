package ai.magibu.spring.boot.model;

import ai.magibu.embedding.MagibuEmbedder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Bounds the time of calls in progress from the moment when the application begins to close. Without it a web server would wait for
 * their requests first, and the embedder's own limit would begin after that.
 */
public final class ShutdownDeadline implements ApplicationListener<ContextClosedEvent>, DisposableBean {

    private final ApplicationContext context;
    private final EmbedderBeans embedders;
    private final CountDownLatch closed = new CountDownLatch(1);

    public ShutdownDeadline(ApplicationContext context, EmbedderBeans embedders) {
        this.context = context;
        this.embedders = embedders;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            embedders.byModel().values().stream()
                    .map(embedder -> embedder.get())
                    .filter(Objects::nonNull)
                    .forEach(this::closeInTime);
        }
    }

    private void closeInTime(MagibuEmbedder embedder) {
        Thread thread = new Thread(
                () -> {
                    try {
                        if (!closed.await(embedder.settings().closeTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                            embedder.closeWithin(Duration.ZERO);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "magibu-shutdown");
        thread.setDaemon(true);
        thread.start();
    }

    /** The embedders are closed by now. */
    @Override
    public void destroy() {
        closed.countDown();
    }
}
