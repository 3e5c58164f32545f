package ai.magibu.adaptation.internal.vectors;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.parquet.ParquetWriter;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Embeds texts and writes them into shards, after those that are there. For one thread. */
final class ShardWriter implements AutoCloseable {

    private static final int BATCH = 256;

    private final Path folder;
    private final MagibuEmbedder teacher;
    private final String prompt;
    private final int rowsPerShard;
    private final LongConsumer progress;
    private final List<Shard> shards;
    private final List<String> batch = new ArrayList<>();
    private VectorManifest manifest;
    private long toSkip;
    private long done;
    private long truncated;
    private int shardRows;
    private String language = "";
    private @Nullable ParquetWriter shard;

    /** @param progress gets the count of rows after every batch */
    ShardWriter(
            Path folder, VectorManifest manifest, MagibuEmbedder teacher, String prompt, int rowsPerShard, LongConsumer progress) {
        this.folder = folder;
        this.manifest = manifest;
        this.teacher = teacher;
        this.prompt = prompt;
        this.rowsPerShard = rowsPerShard;
        this.progress = progress;
        this.shards = new ArrayList<>(manifest.shards());
        this.toSkip = manifest.writtenRows();
    }

    void add(String textLanguage, String text) {
        if (toSkip > 0) {
            toSkip--;
            done++;
            return;
        }
        if (!textLanguage.equals(language)) {
            flush();
            language = textLanguage;
        }
        batch.add(WellFormed.text(prompt + text));
        if (batch.size() == BATCH || shardRows + batch.size() == rowsPerShard) {
            flush();
        }
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        if (shard == null) {
            shard = new ParquetWriter(folder.resolve(Shard.name(shards.size())));
        }
        List<Embedding> embeddings = embed();
        for (int i = 0; i < embeddings.size(); i++) {
            shard.add(language, batch.get(i), embeddings.get(i).vector());
            truncated += embeddings.get(i).truncated() ? 1 : 0;
        }
        shardRows += batch.size();
        done += batch.size();
        batch.clear();
        if (shardRows == rowsPerShard) {
            finishShard(shard);
        }
        progress.accept(done);
    }

    private List<Embedding> embed() {
        try {
            return teacher.embed(batch.stream().map(Passage::of).toList(), EncodeOptions.of(Prompt.NONE));
        } catch (TextTooLongException e) {
            throw new AdaptationException("Text " + (done + e.index() + 1) + " of the corpus (" + language + "): " + e.getMessage(), e);
        }
    }

    private void finishShard(ParquetWriter writer) {
        writer.finish();
        writer.close();
        shard = null;
        shards.add(Shard.of(folder.resolve(Shard.name(shards.size())), shardRows, truncated));
        manifest = manifest.with(shards);
        manifest.write(folder);
        shardRows = 0;
        truncated = 0;
    }

    /** Writes the last shard, and returns what is there. */
    VectorManifest finish() {
        flush();
        if (shard != null) {
            finishShard(shard);
        }
        return manifest;
    }

    /** Drops a shard that is not finished. */
    @Override
    public void close() {
        if (shard != null) {
            shard.close();
        }
    }
}
