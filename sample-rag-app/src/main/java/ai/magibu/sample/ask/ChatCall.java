package ai.magibu.sample.ask;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call to the chat model, with its limits of time. It ends once: complete, failed or cancelled; and tells nothing then. */
final class ChatCall implements StreamingChatResponseHandler {

    private static final Logger log = LoggerFactory.getLogger(ChatCall.class);

    private static final long HEARTBEAT_NANOS = Duration.ofSeconds(3).toNanos();

    private final Connection connection;
    private final ChatListener listener;
    private final ScheduledExecutorService clock;
    private final Executor workers;
    private final Runnable onEnd;
    private final long silence;
    private final long end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean begun;
    private volatile long lastSign = System.nanoTime();

    ChatCall(
            Connection connection,
            ChatListener listener,
            ScheduledExecutorService clock,
            Executor workers,
            Duration silence,
            Duration deadline,
            Consumer<ChatCall> onEnd) {
        this.connection = connection;
        this.listener = listener;
        this.clock = clock;
        this.workers = workers;
        this.onEnd = () -> onEnd.accept(this);
        this.silence = silence.toNanos();
        this.end = lastSign + deadline.toNanos();
    }

    /** Looks after the limits, from now until the end. What the listener does then may take long: the clock is everybody's. */
    void watch() {
        clock.schedule(() -> workers.execute(this::look), Math.min(left(), HEARTBEAT_NANOS), TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (ended.get()) {
            return;
        }
        if (left() <= 0) {
            fail(ChatFailure.TIMEOUT);
        } else {
            listener.waiting();
            if (!ended.get()) {
                watch();
            }
        }
    }

    private long left() {
        long now = System.nanoTime();
        return Math.min(lastSign + silence - now, end - now);
    }

    void cancel() {
        end();
    }

    void fail(ChatFailure failure) {
        if (end()) {
            listener.failed(failure);
        }
    }

    /** True for the first. */
    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        connection.close();
        onEnd.run();
        return true;
    }

    @Override
    public void onPartialResponse(String text) {
        sign();
        if (!ended.get()) {
            listener.piece(text);
        }
        sign(); // a reader may be slow
    }

    /** What has no text: the role, what the model thinks, the usage. Not shown, but it lives. */
    @Override
    public void onUnmappedRawEvent(Object event) {
        sign();
    }

    private void sign() {
        begun = true;
        lastSign = System.nanoTime();
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        if (response.finishReason() == null) {
            log.warn("The chat model's {} without its end", begun ? "stream ended" : "reply was no stream");
            fail(begun ? ChatFailure.CUT : ChatFailure.FAILED);
        } else if (end()) {
            listener.complete();
        }
    }

    @Override
    public void onError(Throwable error) {
        if (!ended.get()) {
            log.warn("The chat model failed", error);
            fail(ChatFailure.of(error, connection.isOpened()));
        }
    }
}
