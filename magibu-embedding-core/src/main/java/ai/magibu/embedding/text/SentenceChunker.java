package ai.magibu.embedding.text;

import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.Span;
import ai.magibu.hub.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides a text into chunks of whole {@linkplain TurkishSentences sentences}, up to a maximum number of tokens. Each chunk
 * repeats the last sentences of the one before it.
 *
 * <p>A chunk ends at the end of a line rather than within it if that costs no more than a quarter of the chunk, so that rows and
 * paragraphs stay whole. A sentence that is longer than a chunk is cut at line ends, or else between words. A word that is longer
 * than a chunk is cut between grapheme clusters (characters as a reader sees them).
 *
 * <p>The counter counts each sentence once and each chunk about once. Thread-safe if the counter is.
 */
public final class SentenceChunker {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    /** A stretch with more characters for each token is too long without being counted. */
    private static final int MOST_CHARACTERS_PER_TOKEN = 16;

    /** A longer stretch without a sentence end is not a sentence, and a tokenizer may reject it. */
    private static final int MOST_COUNTED_CHARACTERS = 100_000;

    /** The parts of a long sentence are this much smaller than a chunk, so that chunks can be filled and overlap. */
    private static final int PARTS_PER_CHUNK = 4;

    /** Characters within which a word ends that is not cut if it fits. */
    private static final int LONG_WORD = 64;

    private final int maxTokens;
    private final int overlapTokens;
    private final ToIntFunction<String> counter;

    /**
     * Creates a chunker.
     *
     * @param maxTokens the most tokens of a chunk, at least 1
     * @param overlapTokens the most tokens that a chunk repeats from the one before; 0 for none, less than {@code maxTokens}
     * @param counter counts the tokens of a text
     * @throws IllegalArgumentException if a number is out of range
     */
    public SentenceChunker(int maxTokens, int overlapTokens, ToIntFunction<String> counter) {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
        }
        if (overlapTokens < 0 || overlapTokens >= maxTokens) {
            throw new IllegalArgumentException(
                    "overlapTokens must be 0 to " + (maxTokens - 1) + " (less than maxTokens), not " + overlapTokens);
        }
        this.maxTokens = maxTokens;
        this.overlapTokens = overlapTokens;
        this.counter = Arguments.requireSet("counter", counter);
    }

    /**
     * Returns the chunks in order, without white space around them; none is blank. Each has at most {@code maxTokens} tokens, unless
     * a single grapheme cluster has more.
     *
     * @throws IllegalArgumentException if the counter counts {@code maxTokens} or more for an empty text, because of a prompt for
     *     example
     * @throws EncodeInterruptedException if the thread is interrupted; its flag stays set
     */
    public List<Span> chunks(String text) {
        return new Run(Arguments.requireSet("text", text)).chunks();
    }

    /** The chunks of one text. */
    private final class Run {

        private final String text;
        /** Tokens that each count contains, whatever the text. */
        private final int frame;
        private final List<Span> parts = new ArrayList<>();
        /** The tokens of each part and all before it, without the frame. */
        private final List<Integer> sums = new ArrayList<>(List.of(0));

        Run(String text) {
            this.text = text;
            this.frame = counter.applyAsInt("");
            if (frame >= maxTokens) {
                throw new IllegalArgumentException("maxTokens is " + maxTokens + ", but an empty text counts " + frame
                        + " tokens (special tokens and prompt): raise maxTokens");
            }
        }

        List<Span> chunks() {
            for (Span sentence : TurkishSentences.of(text)) {
                addSentence(sentence.start(), sentence.end());
            }
            List<Span> chunks = new ArrayList<>();
            int covered = 0; // parts that some chunk contains
            int drift = 0; // how far off the sum was for the chunk before: a token may contain characters of two parts
            for (int first = 0; covered < parts.size();) {
                int end = covered + 1;
                while (end < parts.size() && frame + tokens(first, end + 1) + drift <= maxTokens) {
                    end++;
                }
                int count = countParts(first, end);
                drift = count - frame - tokens(first, end);
                while (count > maxTokens && end - first > 1) {
                    if (end > covered + 1) {
                        int whole = end;
                        do {
                            end--;
                        } while (end > covered + 1 && tokens(end, whole) < count - maxTokens);
                    } else {
                        first++;
                    }
                    count = countParts(first, end);
                }
                end = lineEnd(first, end, covered);
                chunks.add(new Span(parts.get(first).start(), parts.get(end - 1).end()));
                covered = end;
                first = overlap(first, end);
            }
            return chunks;
        }

        @SuppressWarnings("ArgumentSelectionDefectChecker") // from the end of one part to the start of the next
        private int lineEnd(int first, int end, int covered) {
            for (int i = end; i > covered && 4 * tokens(first, i) >= 3 * tokens(first, end); i--) {
                if (i == parts.size() || WhiteSpace.lineBreaks(text, parts.get(i - 1).end(), parts.get(i).start()) > 0) {
                    return i;
                }
            }
            return end;
        }

        /** Returns the first part that the next chunk repeats, or the end if it repeats none. */
        private int overlap(int first, int end) {
            if (end == parts.size()) {
                return end;
            }
            int from = end;
            while (from > first + 1 && frame + tokens(from - 1, end) <= overlapTokens) {
                from--;
            }
            while (from < end && (countParts(from, end) > overlapTokens || frame + tokens(from, end + 1) > maxTokens)) {
                from++;
            }
            return from;
        }

        private void addSentence(int start, int end) {
            if (isCountable(start, end)) {
                int count = count(start, end);
                if (count <= maxTokens) {
                    add(start, end, count);
                    return;
                }
            }
            for (int line = start; line < end;) {
                int lineEnd = line;
                while (lineEnd < end && !WhiteSpace.isLineBreak(text.charAt(lineEnd))) {
                    lineEnd++;
                }
                addLine(line, lineEnd);
                line = WhiteSpace.skip(text, lineEnd, end);
            }
        }

        private void addLine(int start, int lineEnd) {
            int end = WhiteSpace.strip(text, start, lineEnd);
            if (end <= start) {
                return;
            }
            boolean countable = isCountable(start, end);
            int count = countable ? count(start, end) : Integer.MAX_VALUE;
            if (count <= maxTokens) {
                add(start, end, count);
                return;
            }
            long length = (long) end - start;
            int room = (int) (countable ? Math.max(1, length * (maxTokens - frame) / PARTS_PER_CHUNK / (count - frame)) : (length + 1) / 2);
            for (int from = start; from < end;) {
                int cut = end - from <= room ? end : wordEnd(from, from + room, end);
                if (cut < 0 || cut == end && from == start) {
                    cut = clusterEnd(from, from + room, end);
                }
                if (cut == end && from == start) {
                    if (countable) {
                        add(start, end, count);
                        return;
                    }
                    cut = from + room - (Character.isLowSurrogate(text.charAt(from + room)) ? 1 : 0);
                }
                addLine(from, cut);
                from = WhiteSpace.skip(text, cut, end);
            }
        }

        /** Returns a place between words near {@code place}, or −1. */
        private int wordEnd(int start, int place, int end) {
            for (int i = place; i > start; i--) {
                if (WhiteSpace.is(text.charAt(i)) || WhiteSpace.is(text.charAt(i - 1))) {
                    return i;
                }
            }
            int latest = place + Math.max(LONG_WORD, PARTS_PER_CHUNK * (place - start));
            int wordEnd = place;
            while (wordEnd < Math.min(end, latest) && !WhiteSpace.is(text.charAt(wordEnd))) {
                wordEnd++;
            }
            return wordEnd < latest ? wordEnd : -1;
        }

        /** Returns the last place between grapheme clusters up to {@code place}, or the end of the first cluster. */
        private int clusterEnd(int start, int place, int end) {
            int from = Math.min(place, end - 1);
            while (from > start && (text.charAt(from) <= ' ' || text.charAt(from) > '~')) {
                from--; // no cluster begins before an ASCII character and ends after it
            }
            Matcher cluster = GRAPHEME.matcher(text).region(from, end);
            int cut = from;
            while (cluster.find() && (cut <= start || cluster.end() <= place)) {
                cut = cluster.end();
            }
            return cut;
        }

        private boolean isCountable(int start, int end) {
            return end - start <= Math.min((long) MOST_CHARACTERS_PER_TOKEN * maxTokens, MOST_COUNTED_CHARACTERS);
        }

        private void add(int start, int end, int count) {
            parts.add(new Span(start, end));
            // At least 1, or a counter that rounds down makes a sum of any length fit.
            sums.add(Math.addExact(sums.get(sums.size() - 1), Math.max(1, count - frame)));
        }

        /** The sum of the tokens of parts, without the frame. */
        private int tokens(int first, int end) {
            return sums.get(end) - sums.get(first);
        }

        private int countParts(int first, int end) {
            return count(parts.get(first).start(), parts.get(end - 1).end());
        }

        private int count(int start, int end) {
            if (Thread.currentThread().isInterrupted()) {
                throw new EncodeInterruptedException(1);
            }
            return counter.applyAsInt(text.substring(start, end));
        }
    }
}
