package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.Embedding;
import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Produces embeddings on demand: a group of texts is read and run when all embeddings of the one before have been taken. */
final class EmbeddingSpliterator extends Spliterators.AbstractSpliterator<Embedding> {

    private final Encoder encoder;
    private final ReadAhead groups;
    private final EncodeRequest request;
    private final Lifecycle lifecycle;

    private Iterator<Embedding> embeddings = Collections.emptyIterator();
    private @Nullable RuntimeException rejection;
    private boolean ended;

    EmbeddingSpliterator(Encoder encoder, ReadAhead groups, EncodeRequest request, Lifecycle lifecycle) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.encoder = encoder;
        this.groups = groups;
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

    /** Takes the next group, the rejection that the last one ended with, or the end. A failure ends the stream. */
    private void advance() {
        ended = true;
        if (rejection != null) {
            throw rejection;
        }
        if (groups.hasNext()) { // outside the lifecycle: the source may be slow, and closing need not wait for it
            Encoder.Encoded encoded = lifecycle.whileOpen(() -> encoder.encodeNext(groups, request));
            embeddings = encoded.embeddings().iterator();
            rejection = encoded.rejection();
            ended = false;
        }
    }
}
