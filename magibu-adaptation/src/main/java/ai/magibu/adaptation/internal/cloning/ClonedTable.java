package ai.magibu.adaptation.internal.cloning;

import ai.magibu.adaptation.internal.weights.SafetensorsWriter.Values;
import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;

/** The student's embedding table, computed row by row. For one thread. */
public final class ClonedTable implements Values, AutoCloseable {

    private final TensorRows teacher;
    private final RowSources sources;
    private final Composition composition;
    private final float[] part;
    private final float[] row;
    private long current = -1;

    /** @param teacher the teacher's table, [rows, columns] */
    public ClonedTable(Tensor teacher, RowSources sources, Composition composition) throws IOException {
        this.teacher = new TensorRows(teacher);
        this.sources = sources;
        this.composition = composition;
        this.part = new float[teacher.size(1)];
        this.row = new float[teacher.size(1)];
    }

    @Override
    public void read(long first, float[] into) throws IOException {
        for (int done = 0; done < into.length;) {
            long element = first + done;
            if (element / row.length != current) {
                current = element / row.length;
                compose(sources.of((int) current));
            }
            int column = (int) (element % row.length);
            int count = Math.min(row.length - column, into.length - done);
            System.arraycopy(row, column, into, done, count);
            done += count;
        }
    }

    private void compose(int[] rows) throws IOException {
        if (rows.length == 1) {
            teacher.read(rows[0], row);
            return;
        }
        for (int i = 0; i < rows.length; i++) {
            teacher.read(rows[i], part);
            composition.add(row, part, i, rows.length);
        }
        composition.finish(row, rows.length);
    }

    @Override
    public void close() throws IOException {
        teacher.close();
    }
}
