package ai.magibu.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response's body as a stream that fails when nothing arrives for a while. The JDK's own stream waits without a limit, and its
 * request time-out ends with the headers or, from JDK 26 on, covers the whole body, however large.
 */
final class TimedBody extends InputStream implements BodySubscriber<TimedBody> {

    /** Buffers, or the end with or without a failure. */
    private record Piece(List<ByteBuffer> buffers, boolean last, @Nullable Throwable failure) {}

    private final Duration stall;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;
    private boolean ended;

    /** @param stall the longest wait for a byte */
    TimedBody(Duration stall) {
        this.stall = stall;
    }

    @Override
    public CompletionStage<TimedBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (closed) {
            newSubscription.cancel();
        } else {
            newSubscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        pieces.add(new Piece(item, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (buffers.isEmpty() || !buffers.element().hasRemaining()) {
            buffers.poll();
            if (buffers.isEmpty() && !awaitPiece()) {
                return -1;
            }
        }
        ByteBuffer buffer = buffers.element();
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    /** False at the end. */
    private boolean awaitPiece() throws IOException {
        if (ended) {
            return false;
        }
        Piece piece;
        try {
            piece = pieces.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (piece == null) {
            close();
            throw new HttpTimeoutException("nothing arrived for " + stall.toSeconds() + " s");
        }
        if (piece.last()) {
            ended = true;
            if (piece.failure() != null) {
                throw new IOException(piece.failure().getMessage(), piece.failure());
            }
            return false;
        }
        buffers.addAll(piece.buffers());
        Flow.Subscription source = subscription;
        if (source != null) {
            source.request(1);
        }
        return true;
    }

    /** Does not read the rest of the body. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
    }
}
