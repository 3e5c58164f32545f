package ai.magibu.cli.chunks;

import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.rows.Resumption;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import java.util.List;

/** The chunks of documents: the spans of a line, or whole sentences of its text. */
final class DocumentChunks implements Resumption.Embedder {

    private final LineGroups lines;
    private final MagibuEmbedder embedder;
    private final EncodeOptions options;
    private final SentenceChunks sentences;

    DocumentChunks(LineGroups lines, MagibuEmbedder embedder, EncodeOptions options, int chunkTokens) {
        this.lines = lines;
        this.embedder = embedder;
        this.options = options;
        this.sentences = new SentenceChunks(embedder.tokenizer(), chunkTokens);
    }

    List<Span> spans(InputLine line) throws BadLineException {
        try {
            return line.spans() == null ? sentences.of(line.passage().text()) : line.spans();
        } catch (IllegalArgumentException e) {
            throw lines.bad(line, String.valueOf(e.getMessage()));
        }
    }

    List<Embedding> embed(InputLine line, List<Span> spans) throws BadLineException {
        try {
            return embedder.embedChunks(line.passage(), spans, options);
        } catch (TextTooLongException e) {
            throw lines.bad(line, "span " + e.index() + " has " + e.tokens()
                    + " tokens, prompt and special tokens included; the limit is " + e.limit());
        } catch (UnknownTokenException e) {
            throw lines.bad(line, "the text contains a special token (id " + e.tokenId() + ") that the model has no embedding for");
        } catch (IllegalArgumentException e) {
            throw lines.bad(line, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public long rows(InputLine line) throws BadLineException {
        return spans(line).size();
    }

    @Override
    public float[] vector(InputLine line, int row) throws BadLineException {
        return embed(line, spans(line)).get(row).vector();
    }
}
