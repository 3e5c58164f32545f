package ai.magibu.cli.lines;

import ai.magibu.embedding.api.Passage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Plain lines: each is a text. */
public final class LinePassages implements Passages {

    private final ContentLines lines;

    public LinePassages(InputBytes bytes) {
        this.lines = new ContentLines(bytes, "a text");
    }

    @Override
    public @Nullable InputLine next() throws IOException, BadLineException {
        ContentLines.Line line = lines.next();
        if (line == null) {
            return null;
        }
        if (line.text().indexOf('\0') >= 0) {
            throw new BadLineException(line.number(), "has a NUL character. Is the file UTF-8?");
        }
        return new InputLine(line.number(), null, Passage.of(line.text()));
    }

    @Override
    public double share() {
        return lines.share();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
