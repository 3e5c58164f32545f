package ai.magibu.cache;

import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the texts that an embedder gets. */
public record TextCounter(AtomicInteger texts) implements EncodeListener {

    @Override
    public EncodeCall started(int newTexts) {
        texts.addAndGet(newTexts);
        return new EncodeCall() {
            @Override
            public void succeeded(EncodeSummary summary) {}

            @Override
            public void failed(Throwable failure) {}
        };
    }
}
