package ai.magibu.embedding;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.internal.batch.BatchModel;
import ai.magibu.embedding.internal.batch.TokenSequence;
import ai.magibu.embedding.internal.session.Cancellation;
import ai.magibu.embedding.internal.session.OnnxSession;
import ai.magibu.embedding.internal.session.TokenRows;
import ai.magibu.embedding.internal.tokenize.TokenRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Runs a batch on a session and notifies the listener. */
final class SessionModel implements BatchModel {

    private final OnnxSession session;
    private final EncodeListener listener;

    SessionModel(OnnxSession session, EncodeListener listener) {
        this.session = session;
        this.listener = listener;
    }

    @Override
    public float[][][] run(List<TokenSequence> batch, Cancellation cancellation) {
        TokenRows rows = rows(batch);
        long start = System.nanoTime();
        float[] values = session.run(rows, cancellation);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        int tokens = batch.stream().mapToInt(TokenSequence::length).sum();
        listener.batchRan(new BatchRun(rows.rows(), tokens, rows.rows() * rows.columns(), time));
        return vectors(values, batch, rows.vectors());
    }

    private static TokenRows rows(List<TokenSequence> batch) {
        // a tokenizer without special tokens gives an empty text no token at all: one of padding stands for it
        int columns = Math.max(1, batch.get(0).length());
        int vectors = batch.stream().mapToInt(text -> text.pooled().size()).max().orElseThrow();
        TokenRows rows = TokenRows.of(batch.size(), columns, vectors);
        for (int row = 0; row < batch.size(); row++) {
            TokenSequence text = batch.get(row);
            rows.set(row, text.ids());
            for (int vector = 0; vector < text.pooled().size(); vector++) {
                TokenRange tokens = text.pooled().get(vector);
                rows.pool(row, vector, tokens.from(), tokens.to());
            }
        }
        return rows;
    }

    /** @param vectors of every row, those of a text first */
    private static float[][][] vectors(float[] values, List<TokenSequence> batch, int vectors) {
        int width = values.length / (batch.size() * vectors);
        float[][][] result = new float[batch.size()][][];
        for (int row = 0; row < result.length; row++) {
            int first = row * vectors * width;
            result[row] = new float[batch.get(row).pooled().size()][];
            Arrays.setAll(result[row], vector -> Arrays.copyOfRange(values, first + vector * width, first + (vector + 1) * width));
        }
        return result;
    }
}
