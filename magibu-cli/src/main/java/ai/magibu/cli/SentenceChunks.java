package ai.magibu.cli;

import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.api.Span;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text at sentence ends: as many whole sentences a chunk as have no more than a number of tokens, at least one. */
final class SentenceChunks {

    private final MagibuTokenizer tokenizer;
    private final int tokens;
    private final int specialTokens;

    SentenceChunks(MagibuTokenizer tokenizer, int tokens) {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        this.specialTokens = tokenizer.count("");
    }

    /** Every character of the text is in one of them. */
    List<Span> of(String text) {
        List<Span> chunks = new ArrayList<>();
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text);
        int start = 0;
        int held = 0;
        for (int from = sentences.first(), to = sentences.next(); to != BreakIterator.DONE; from = to, to = sentences.next()) {
            int more = tokenizer.count(text.substring(from, to)) - specialTokens;
            if (from > start && held + more > tokens) {
                chunks.add(new Span(start, from));
                start = from;
                held = 0;
            }
            held += more;
        }
        if (start < text.length()) {
            chunks.add(new Span(start, text.length()));
        }
        return chunks;
    }
}
