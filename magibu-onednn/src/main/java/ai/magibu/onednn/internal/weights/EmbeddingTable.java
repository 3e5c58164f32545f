package ai.magibu.onednn.internal.weights;

import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The embedding table [vocabulary, hidden], mapped from its file as it is stored. Immutable; safe for concurrent use. */
public final class EmbeddingTable {

    private static final long MAPPED_BYTES = 1L << 30;

    private final DType type;
    private final int width;
    private final float scale;
    private final int rowsOfAPart;
    private final List<ByteBuffer> parts = new ArrayList<>();

    /** The embeddings times √hidden, as Gemma scales them. */
    EmbeddingTable(Tensor tensor) throws IOException {
        this.type = tensor.type();
        this.width = tensor.size(1);
        this.scale = (float) Math.sqrt(width);
        long rowBytes = (long) width * type.bytes();
        this.rowsOfAPart = (int) Math.max(1, MAPPED_BYTES / rowBytes);
        try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            for (long from = 0; from < tensor.bytes(); from += rowsOfAPart * rowBytes) {
                long bytes = Math.min(rowsOfAPart * rowBytes, tensor.bytes() - from);
                parts.add(channel.map(MapMode.READ_ONLY, tensor.offset() + from, bytes).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    /** Writes a token's scaled embedding into an array. */
    public void read(long token, float[] target, int start) {
        ByteBuffer part = parts.get((int) (token / rowsOfAPart));
        int first = (int) (token % rowsOfAPart) * width;
        for (int i = 0; i < width; i++) {
            target[start + i] = type.get(part, first + i) * scale;
        }
    }
}
