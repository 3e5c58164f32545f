package ai.magibu.spark;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.UnknownTokenException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Embeds texts and counts them. A text that the model rejects fails the task, or has no embedding if the settings say so. */
final class TextEmbedder {

    private static final Logger log = LoggerFactory.getLogger(TextEmbedder.class);

    private final MagibuEmbedder model;
    private final EmbeddingSettings settings;
    private final EmbeddingCounters counters;
    private final EncodeOptions options;

    TextEmbedder(MagibuEmbedder model, EmbeddingSettings settings, EmbeddingCounters counters) {
        this.model = model;
        this.settings = settings;
        this.counters = counters;
        this.options = settings.options();
    }

    /** Returns an embedding for each passage; null for a rejected one. */
    List<@Nullable Embedding> embed(List<Passage> passages) {
        List<@Nullable Embedding> embeddings = new ArrayList<>(passages.size());
        embed(passages, embeddings);
        for (Embedding embedding : embeddings) {
            if (embedding != null) {
                settings.round(embedding.vector());
                counters.count(embedding);
            }
        }
        return embeddings;
    }

    /** A call with a rejected text has no result, so each half is tried. Texts are rejected before the model runs, so this costs little. */
    private void embed(List<Passage> passages, List<@Nullable Embedding> embeddings) {
        try {
            embeddings.addAll(model.embed(passages, options));
            return;
        } catch (UnknownTokenException | IllegalArgumentException e) {
            if (!settings.nullOnError()) {
                throw e;
            }
            if (passages.size() == 1) {
                log.warn("A text of {} characters has no embedding: {}", passages.get(0).text().length(), e.getMessage());
                counters.countRejected();
                embeddings.add(null);
                return;
            }
        }
        int half = passages.size() / 2;
        embed(passages.subList(0, half), embeddings);
        embed(passages.subList(half, passages.size()), embeddings);
    }
}
