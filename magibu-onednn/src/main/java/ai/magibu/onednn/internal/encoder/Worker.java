package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.onednn.internal.dnnl.Kernels;
import ai.magibu.onednn.internal.dnnl.Kernels.Activation;
import ai.magibu.onednn.internal.dnnl.Layout;
import ai.magibu.onednn.internal.dnnl.NumberType;
import ai.magibu.onednn.internal.dnnl.NativeMemory;
import ai.magibu.onednn.internal.dnnl.OneDnn;
import ai.magibu.onednn.internal.dnnl.PackedMatrix;
import ai.magibu.onednn.internal.encoder.PackedTexts.Piece;
import ai.magibu.onednn.internal.weights.EncoderWeights;
import ai.magibu.onednn.internal.weights.LayerWeights;
import ai.magibu.onednn.internal.weights.Rotation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One thread's share of a run: its kernels and its memory. Products have bfloat16 operands; the residual, norms and softmax are float32.
 * A worker takes its rows through a layer in tiles that fit into the processor's cache. For one run at a time.
 *
 * <p>In the comments, T is the rows of a tile, H the hidden size, D the head dimension, and a key head has G query heads.
 */
final class Worker implements AutoCloseable {

    /** Workers' rows begin at multiples of this. */
    static final int ROW_STEP = 16;

    /** Rows that go through a layer together, at most. */
    static final int TILE = 256;

    /** Tiles of more rows are multiples of this, so that few kernels are made. */
    private static final int LARGE_STEP = 32;

    /** Rows that are read from native memory at once. */
    private static final int HEAP_ROWS = 16;

    private static final int FLOAT = Float.BYTES;
    private static final int SHORT = Short.BYTES;

    private enum Step {
        NORM,
        FINAL_NORM,
        ADD,
        PROJECT,
        QUERIES,
        KEYS,
        INTERLEAVE,
        OUTPUT,
        UP,
        GATE,
        DOWN
    }

    /** The key of a kernel. */
    private record Shape(Step step, int rows, int size) {}

    /** Some of the worker's rows. */
    private record Tile(int from, int rows) {

        /** Rows that are computed: the kernels' shapes are few. */
        int padded() {
            int step = rows <= 2 * LARGE_STEP ? ROW_STEP : LARGE_STEP;
            return (rows + step - 1) / step * step;
        }
    }

    private final OneDnn library;
    private final GemmaConfig config;
    private final EncoderWeights weights;
    private final WindowMasks masks;
    private final Kernels kernels;
    private final int hidden;
    private final int dimension;
    private final int keyHeads;
    private final int queryWidth;
    private final int keyWidth;
    private final float epsilon;

    /** The residual stream of all rows, float32 [rows, H]. */
    private final NativeMemory residual = new NativeMemory();
    /** Rotated queries of all rows, bfloat16 [key heads, rows, G · D]. */
    private final NativeMemory queries = new NativeMemory();
    /** Keys and values of all rows of the run, bfloat16 [rows, keys | values]: of two layers, because workers differ by up to one. */
    private final NativeMemory[] keyValues = {new NativeMemory(), new NativeMemory()};
    // of a tile
    private final NativeMemory normed = new NativeMemory(); // bfloat16 [T, H]
    private final NativeMemory projected = new NativeMemory(); // float32 [T, queries | keys | values]
    private final NativeMemory rotated = new NativeMemory(); // like projected
    private final NativeMemory staged = new NativeMemory(); // bfloat16 [T, keys | values]
    private final NativeMemory attended = new NativeMemory(); // bfloat16 [key heads, T, G · D]
    private final NativeMemory interleaved = new NativeMemory(); // bfloat16 [T, key heads, G · D]
    private final NativeMemory summand = new NativeMemory(); // float32 [T, H]
    private final NativeMemory branch = new NativeMemory(); // float32 [T, H]
    private final NativeMemory up = new NativeMemory(); // bfloat16 [T, feed-forward]
    private final NativeMemory gated = new NativeMemory(); // bfloat16 [T, feed-forward]

    private final BlockAttention attention;
    private final float[] heap;
    private final HeadRotator rotator;

    private @Nullable Run run;
    private @Nullable Worker leader;
    private int firstRow;
    private int endRow;
    private int rowCapacity;
    private int part;

    Worker(OneDnn library, GemmaConfig config, EncoderWeights weights, WindowMasks masks) {
        this.library = library;
        this.config = config;
        this.weights = weights;
        this.masks = masks;
        this.kernels = new Kernels(library);
        this.attention = new BlockAttention(kernels, config, masks);
        this.hidden = config.hiddenSize();
        this.dimension = config.headDimension();
        this.keyHeads = config.keyValueHeads();
        this.queryWidth = config.attentionHeads() * dimension;
        this.keyWidth = keyHeads * dimension;
        this.epsilon = (float) config.rmsNormEpsilon();
        this.heap = new float[HEAP_ROWS * Math.max(hidden, queryWidth + 2 * keyWidth)];
        this.rotator = new HeadRotator(dimension, epsilon);
    }

    Kernels kernels() {
        return kernels;
    }

    private Run run() {
        return Objects.requireNonNull(run);
    }

    /** The worker whose memory all read and write that share a run by columns; this one if the run is split by rows. */
    private Worker columnsOwner() {
        return run().byColumns() ? Objects.requireNonNull(leader) : this;
    }

    private NativeMemory keyValues(int layer) {
        return run().byColumns() ? keyValues[0] : Objects.requireNonNull(leader).keyValues[layer % 2];
    }

    /**
     * Makes room for a run. All workers of a run do this before the first of them {@linkplain #encode begins}.
     *
     * @param index the number of this worker in its crew
     * @param newLeader the first worker of the crew
     */
    void prepare(Run newRun, int index, Worker newLeader) {
        run = newRun;
        leader = newLeader;
        firstRow = newRun.firstRow(index);
        endRow = newRun.endRow(index);
        part = newRun.byColumns() ? index : 0;
        int tile = Math.min(TILE, endRow - firstRow) + LARGE_STEP + WindowMasks.BLOCK;
        rowCapacity = endRow - firstRow + LARGE_STEP + WindowMasks.BLOCK; // kernels may compute more rows than there are
        residual.require(FLOAT * (long) rowCapacity * hidden);
        queries.require(SHORT * (long) rowCapacity * queryWidth);
        if (newRun.byColumns() || newLeader == this) {
            long rows = (long) masks.rowsBefore() + newRun.texts().rows() + BlockAttention.LONG_KEY_STEP;
            for (NativeMemory each : keyValues) {
                each.require(SHORT * rows * 2 * keyWidth);
            }
        }
        normed.require(SHORT * (long) tile * hidden);
        projected.require(FLOAT * (long) tile * (queryWidth + 2 * keyWidth));
        rotated.require(FLOAT * (long) tile * (queryWidth + 2 * keyWidth));
        staged.require(SHORT * (long) tile * 2 * keyWidth);
        attended.require(SHORT * (long) tile * queryWidth);
        interleaved.require(keyHeads == 1 ? 0 : SHORT * (long) tile * queryWidth);
        summand.require(FLOAT * (long) tile * hidden);
        branch.require(FLOAT * (long) tile * hidden);
        up.require(SHORT * (long) tile * config.intermediateSize());
        gated.require(SHORT * (long) tile * config.intermediateSize());
    }

    /**
     * Takes this worker's rows through all layers.
     *
     * @param pooled receives the token vectors; null if another worker hands in the same
     */
    void encode(@Nullable PooledVectors pooled) {
        library.useOnlyThisThread();
        List<Tile> tiles = tiles();
        run().texts().visit(firstRow, endRow, HEAP_ROWS, this::embed);
        for (int layer = 0; layer < weights.layers().size(); layer++) {
            run().checkCancelled();
            LayerWeights each = weights.layers().get(layer);
            for (Tile tile : tiles) {
                project(each, keyValues(layer), tile);
            }
            run().meetForKeys();
            for (Tile tile : tiles) {
                attend(each, keyValues(layer), tile);
                feedForward(each, tile);
            }
        }
        if (pooled != null) {
            tiles.forEach(tile -> pool(tile, pooled));
        }
    }

    private List<Tile> tiles() {
        int rows = endRow - firstRow;
        int count = (rows + TILE - 1) / TILE;
        int size = count == 0 ? 0 : (rows + count - 1) / count;
        int step = (size + LARGE_STEP - 1) / LARGE_STEP * LARGE_STEP;
        return IntStream.range(0, count)
                .mapToObj(i -> new Tile(firstRow + i * step, Math.min(step, rows - i * step)))
                .filter(tile -> tile.rows() > 0)
                .toList();
    }

    private void embed(Piece piece) {
        for (int row = piece.from(); row < piece.to(); row++) {
            weights.embedding().read(run().texts().token(piece, row), heap, (row - piece.from()) * hidden);
        }
        residual.write(FLOAT * (long) (piece.from() - firstRow) * hidden, heap, (piece.to() - piece.from()) * hidden);
    }

    /** Computes a tile's rotated queries, and its keys and values. */
    private void project(LayerWeights layer, NativeMemory target, Tile tile) {
        int rows = tile.padded();
        int width = queryWidth + 2 * keyWidth;
        norm(residualAt(tile), normed, NumberType.BF16, layer.inputNorm(), rows);
        product(Step.PROJECT, layer.projection(), normed, columnsOwner().projected, NumberType.F32, rows);
        run().meetForColumns();

        run().texts().visit(tile.from(), tile.from() + tile.rows(), HEAP_ROWS, piece -> rotate(layer, tile, piece));
        int groupWidth = queryWidth / keyHeads;
        for (int head = 0; head < keyHeads; head++) {
            kernels.run(
                    new Shape(Step.QUERIES, rows, 0),
                    of -> of.copy(Layout.rows(NumberType.F32, rows, groupWidth, width), Layout.rows(NumberType.BF16, rows, groupWidth)),
                    rotated.address() + FLOAT * (long) head * groupWidth, queriesAt(head, tile.from()));
        }
        kernels.run(
                new Shape(Step.KEYS, rows, 0),
                of -> of.copy(Layout.rows(NumberType.F32, rows, 2L * keyWidth, width), Layout.rows(NumberType.BF16, rows, 2L * keyWidth)),
                rotated.address() + FLOAT * (long) queryWidth, staged.address());
        // the rows beyond the tile belong to another worker
        target.copy(keyOffset(tile.from()), staged, 0, SHORT * tile.rows() * 2 * keyWidth);
    }

    /** Normalizes and rotates the heads of queries and keys. Only this is left to the JVM, because it is far from a kernel of oneDNN. */
    private void rotate(LayerWeights layer, Tile tile, Piece piece) {
        Rotation rotation = Objects.requireNonNull(weights.rotations().get(layer.type()));
        int width = queryWidth + 2 * keyWidth;
        long offset = FLOAT * (long) (piece.from() - tile.from()) * width;
        int count = piece.to() - piece.from();
        columnsOwner().projected.read(offset, heap, count * width);
        for (int row = 0; row < count; row++) {
            int start = row * width;
            rotator.moveTo(rotation, piece.position() + row);
            for (int head = 0; head < queryWidth + keyWidth; head += dimension) {
                rotator.apply(heap, start + head, head < queryWidth ? layer.queryNorm() : layer.keyNorm());
            }
            if (!Float.isFinite(heap[start + queryWidth])) {
                // hiding a key adds to its score, which would leave it NaN: other texts, and later ones, must not meet it
                Arrays.fill(heap, start + queryWidth, start + width, 0);
                run().texts().spoil(piece);
            }
        }
        rotated.write(offset, heap, count * width);
    }

    /** Adds a tile's attention to its residual. */
    private void attend(LayerWeights layer, NativeMemory keys, Tile tile) {
        run().texts().visit(
                tile.from(), tile.from() + tile.rows(), WindowMasks.BLOCK,
                piece -> attention.attend(
                        layer.type(), piece, this::queriesAt,
                        (head, row) -> keys.address() + keyOffset(row) + SHORT * (long) head * dimension,
                        (head, row) -> attendedAt(head, tile, row)));
        int rows = tile.padded();
        NativeMemory result = attended;
        if (keyHeads > 1) {
            result = interleaved;
            int groupWidth = queryWidth / keyHeads;
            for (int head = 0; head < keyHeads; head++) {
                kernels.run(
                        new Shape(Step.INTERLEAVE, rows, 0),
                        of -> of.copy(
                                Layout.rows(NumberType.BF16, rows, groupWidth), Layout.rows(NumberType.BF16, rows, groupWidth, queryWidth)),
                        attendedAt(head, tile, tile.from()), interleaved.address() + SHORT * (long) head * groupWidth);
            }
        }
        product(Step.OUTPUT, layer.output(), result, columnsOwner().summand, NumberType.F32, rows);
        run().meetForColumns();
        addNormed(layer.postAttentionNorm(), tile);
    }

    /** Adds down(gelu(gate(x)) · up(x)) to a tile's residual. */
    private void feedForward(LayerWeights layer, Tile tile) {
        int rows = tile.padded();
        norm(residualAt(tile), normed, NumberType.BF16, layer.preFeedForwardNorm(), rows);
        product(Step.UP, layer.up(), normed, up, NumberType.BF16, rows);
        product(Step.GATE, layer.gate(), normed, columnsOwner().gated, NumberType.BF16, rows);
        run().meetForColumns();
        product(Step.DOWN, layer.down(), columnsOwner().gated, columnsOwner().summand, NumberType.F32, rows);
        run().meetForColumns();
        addNormed(layer.postFeedForwardNorm(), tile);
    }

    private void addNormed(NativeMemory norm, Tile tile) {
        int rows = tile.padded();
        norm(columnsOwner().summand.address(), branch, NumberType.F32, norm, rows);
        kernels.run(
                new Shape(Step.ADD, rows, 0), of -> of.sum(Layout.rows(NumberType.F32, rows, hidden)),
                residualAt(tile), branch.address(), residualAt(tile));
    }

    private void norm(long source, NativeMemory target, NumberType type, NativeMemory norm, int rows) {
        kernels.run(
                new Shape(type == NumberType.BF16 ? Step.NORM : Step.FINAL_NORM, rows, 0),
                of -> of.rmsNorm(Layout.rows(NumberType.F32, rows, hidden), Layout.rows(type, rows, hidden), epsilon),
                source, target.address(), norm.address());
    }

    private int parts() {
        return run().byColumns() ? run().workers() : 1;
    }

    /** Computes this worker's columns of a product; those of the gate are activated and multiplied by the up part. */
    private void product(Step step, PackedMatrix matrix, NativeMemory source, NativeMemory target, NumberType type, int rows) {
        int first = matrix.firstColumn(part, parts());
        int columns = matrix.firstColumn(part + 1, parts()) - first;
        if (columns == 0) {
            return;
        }
        Layout sources = Layout.rows(NumberType.BF16, rows, matrix.in());
        Layout results = Layout.rows(type, rows, columns, matrix.out());
        long offset = (long) first * type.bytes();
        Shape shape = new Shape(step, rows, columns);
        if (step == Step.GATE) {
            kernels.run(
                    shape, of -> of.gatedProduct(sources, matrix, columns, Activation.GELU_TANH, results),
                    source.address(), matrix.address(first), target.address() + offset, up.address() + offset);
        } else {
            kernels.run(
                    shape, of -> of.product(sources, matrix, columns, results),
                    source.address(), matrix.address(first), target.address() + offset);
        }
    }

    private void pool(Tile tile, PooledVectors pooled) {
        norm(residualAt(tile), branch, NumberType.F32, weights.finalNorm(), tile.padded());
        run().texts().visit(tile.from(), tile.from() + tile.rows(), HEAP_ROWS, piece -> {
            int count = piece.to() - piece.from();
            branch.read(FLOAT * (long) (piece.from() - tile.from()) * hidden, heap, count * hidden);
            if (run().texts().isSpoiled(piece)) {
                Arrays.fill(heap, Float.NaN);
            }
            pooled.add(piece.text(), piece.position(), count, heap);
        });
    }

    private long residualAt(Tile tile) {
        return residual.address() + FLOAT * (long) (tile.from() - firstRow) * hidden;
    }

    private long queriesAt(int head, int row) {
        return queries.address() + SHORT * ((long) head * rowCapacity + row - firstRow) * (queryWidth / keyHeads);
    }

    private long attendedAt(int head, Tile tile, int row) {
        long rows = attended.bytes() / SHORT / queryWidth;
        return attended.address() + SHORT * (head * rows + row - tile.from()) * (queryWidth / keyHeads);
    }

    private long keyOffset(int row) {
        return SHORT * (long) (masks.rowsBefore() + row) * 2 * keyWidth;
    }

    /** Frees the memory of the last run. */
    void freeMemory() {
        attention.freeMemory();
        for (NativeMemory each : List.of(
                residual, queries, keyValues[0], keyValues[1], normed, projected, rotated, staged, attended, interleaved, summand, branch,
                up, gated)) {
            each.close();
        }
    }

    @Override
    public void close() {
        freeMemory();
        kernels.close();
    }
}
