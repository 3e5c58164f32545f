package ai.magibu.cli.lines;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rejects titles, because the prompt has no place for them. */
public final class TitleCheck implements Passages {

    private final Passages passages;
    private final String prompt;

    /** @param prompt the prompt's name, for the message */
    public TitleCheck(Passages passages, String prompt) {
        this.passages = passages;
        this.prompt = prompt;
    }

    @Override
    public @Nullable InputLine next() throws IOException, BadLineException {
        InputLine line = passages.next();
        if (line != null && line.passage().hasTitle()) {
            throw new BadLineException(unit(), line.number(),
                    "has a \"title\", but the prompt \"" + prompt + "\" has no place for it; try --prompt document");
        }
        return line;
    }

    @Override
    public String unit() {
        return passages.unit();
    }

    @Override
    public double share() {
        return passages.share();
    }

    @Override
    public void close() throws IOException {
        passages.close();
    }
}
