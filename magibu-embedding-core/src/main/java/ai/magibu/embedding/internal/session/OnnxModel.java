package ai.magibu.embedding.internal.session;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.internal.batch.TextVectors;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.OnnxSession;
import ai.magibu.embedding.internal.natives.TokenRows;
import ai.magibu.embedding.internal.tokenize.TokenRange;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A graph on ONNX Runtime. */
record OnnxModel(OnnxSession session) implements ModelSession {

    @Override
    public Device device() {
        return session.device();
    }

    @Override
    public boolean pads() {
        return true;
    }

    @Override
    public List<TextVectors> run(List<TokenizedText> batch, Cancellation cancellation) {
        TokenRows rows = rows(batch);
        return vectors(session.run(rows, cancellation), batch, rows.vectors());
    }

    @Override
    public void close() {
        session.close();
    }

    private static TokenRows rows(List<TokenizedText> batch) {
        // a tokenizer without special tokens gives an empty text no token at all: one of padding stands for it
        int columns = Math.max(1, batch.get(0).length());
        int vectors = batch.stream().mapToInt(text -> text.pooled().size()).max().orElseThrow();
        TokenRows rows = TokenRows.of(batch.size(), columns, vectors);
        for (int row = 0; row < batch.size(); row++) {
            TokenizedText text = batch.get(row);
            rows.set(row, text.ids());
            for (int vector = 0; vector < text.pooled().size(); vector++) {
                TokenRange tokens = text.pooled().get(vector);
                rows.pool(row, vector, tokens.from(), tokens.to());
            }
        }
        return rows;
    }

    /** @param vectors the number of vectors in each row; those of a text come first */
    private static List<TextVectors> vectors(float[] values, List<TokenizedText> batch, int vectors) {
        int width = values.length / (batch.size() * vectors);
        List<TextVectors> result = new ArrayList<>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            int first = row * vectors;
            result.add(new TextVectors(IntStream.range(first, first + batch.get(row).pooled().size())
                    .mapToObj(vector -> Arrays.copyOfRange(values, vector * width, (vector + 1) * width))
                    .toList()));
        }
        return result;
    }
}
