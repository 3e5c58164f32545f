package ai.magibu.embedding;

import ai.magibu.embedding.api.Embedding;
import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Embeddings as they are asked for: a window of texts is read and run when all of the one before have been handed on. */
final class EmbeddingSpliterator extends Spliterators.AbstractSpliterator<Embedding> {

    private final Encoder encoder;
    private final TextWindows windows;
    private final EncodeRequest request;
    private final Lifecycle lifecycle;

    private Iterator<Embedding> embeddings = Collections.emptyIterator();
    private @Nullable RuntimeException refusal;
    private boolean ended;

    EmbeddingSpliterator(Encoder encoder, TextWindows windows, EncodeRequest request, Lifecycle lifecycle) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.encoder = encoder;
        this.windows = windows;
        this.request = request;
        this.lifecycle = lifecycle;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Embedding> action) {
        while (!embeddings.hasNext()) {
            if (ended) {
                return false;
            }
            advance();
        }
        action.accept(embeddings.next());
        return true;
    }

    /** The next window, the refusal that the last one ended with, or the end. A failure ends the stream. */
    private void advance() {
        ended = true;
        if (refusal != null) {
            throw refusal;
        }
        if (windows.read()) { // outside the lifecycle: the source may take its time, and closing need not wait for it
            Encoder.Part part = lifecycle.whileOpen(() -> encoder.encodeNext(windows, request));
            embeddings = part.embeddings().iterator();
            refusal = part.refusal();
            ended = false;
        }
    }
}
