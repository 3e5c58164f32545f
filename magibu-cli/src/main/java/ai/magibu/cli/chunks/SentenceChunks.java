package ai.magibu.cli.chunks;

import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.text.TurkishSentences;
import java.util.ArrayList;
import java.util.List;

/** Divides a text into chunks of whole Turkish sentences: as many as have no more than a number of tokens, at least one. */
final class SentenceChunks {

    private final MagibuTokenizer tokenizer;
    private final int tokens;
    private final int specialTokens;

    SentenceChunks(MagibuTokenizer tokenizer, int tokens) {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        this.specialTokens = tokenizer.count("");
    }

    /** Returns the chunks in order. Every character of the text is in one of them; a text without a sentence is one chunk. */
    List<Span> of(String text) {
        List<Span> chunks = new ArrayList<>();
        List<Span> sentences = TurkishSentences.of(text);
        int start = 0;
        int held = 0;
        for (int i = 0; i < sentences.size(); i++) {
            int from = i == 0 ? 0 : sentences.get(i).start();
            int to = i + 1 < sentences.size() ? sentences.get(i + 1).start() : text.length();
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
