package ai.magibu.sample.documents;

import dev.langchain4j.model.TokenCountEstimator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into chunks of whole sentences, as many as fit into a number of tokens; each chunk begins with the last
 * sentences of the one before it.
 *
 * <p>LangChain4j's own sentence splitter goes by an English model, for the overlap always; it ends a sentence after "M.Ö.",
 * "19." and "vb.". Java's {@code BreakIterator} ends one after "Dr." and "II.", and none before a number. So here every full stop
 * counts but those that a few rules except. To except one too many does little harm: two sentences stay together.
 */
final class SentenceSplitter {

    private static final Pattern CANDIDATE = Pattern.compile("[.!?…][\"'”’»)\\]]* ");

    /** A text that ends like this goes on: an abbreviation, an initial, a Roman or Arabic ordinal. */
    private static final Pattern GOES_ON = Pattern.compile(
            "(?:^|[\\s(\"'“‘])(?:Dr|Prof|Doç|Yrd|Öğr|Gör|Arş|Uzm|Av|Sn|Bn|Hz|St|Alb|Gen|Org|Korg|Tuğg|Müh|Mim|Ecz|Op|Ord|"
                    + "Bkz|bkz|krş|Krş|örn|Örn|vb|vs|vd|yy|age|agm|çev|Çev|haz|Haz|ed|Ed|sy|ss|s|c|m|md|Md|No|no|nr|Nr|"
                    + "Tel|tel|Mah|mah|Cad|cad|Sok|sok|Sk|Blv|Apt|apt|İst|Ank|Üni|üni|Fak|"
                    + "Ltd|Şti|San|Tic|Koop|Ort|Jr|Mr|Mrs|Ms|\\p{Lu}|(?:\\p{Lu}\\.)+\\p{Lu}[şŞ]?|[IVXLC]+|\\d{1,2})\\.\\s*$");

    private static final int LONGEST_ENDING = 16;

    /** A stretch with more characters per token than this is cut without being counted: counting a whole book takes long. */
    private static final int MOST_CHARACTERS_PER_TOKEN = 16;

    private final TokenCountEstimator tokens;

    SentenceSplitter(TokenCountEstimator tokens) {
        this.tokens = tokens;
    }

    /**
     * @param text in paragraphs, separated by empty lines
     * @param chunkTokens most tokens of a chunk
     * @param overlapTokens most tokens that a chunk repeats of the one before
     * @return the chunks; each is a stretch of the text, with its white space made one space, or one empty line
     */
    List<String> split(String text, int chunkTokens, int overlapTokens) {
        List<String> chunks = new ArrayList<>();
        Deque<String> current = new ArrayDeque<>();
        int repeated = 0; // how many sentences of the current chunk the last one has, too
        for (String sentence : pieces(text, chunkTokens)) {
            if (!current.isEmpty() && count(current, sentence) > chunkTokens) {
                if (current.size() > repeated) {
                    chunks.add(join(current));
                }
                keepOverlap(current, overlapTokens);
                while (!current.isEmpty() && count(current, sentence) > chunkTokens) {
                    current.removeFirst();
                }
                repeated = current.size();
            }
            current.addLast(sentence);
        }
        if (current.size() > repeated) {
            chunks.add(join(current));
        }
        return chunks;
    }

    /** The sentences, those that are too long by themselves cut; the last of a paragraph ends with an empty line. */
    private List<String> pieces(String text, int chunkTokens) {
        List<String> pieces = new ArrayList<>();
        for (String paragraph : text.split("\\n\\s*\\n")) {
            for (String sentence : sentences(paragraph)) {
                cut(sentence, chunkTokens, pieces);
            }
            if (!pieces.isEmpty()) {
                pieces.set(pieces.size() - 1, pieces.get(pieces.size() - 1).strip() + "\n\n");
            }
        }
        return pieces;
    }

    /** The sentences of a paragraph, each with one space at its end. */
    static List<String> sentences(String paragraph) {
        String line = paragraph.replaceAll("\\s+", " ").strip();
        List<String> sentences = new ArrayList<>();
        int start = 0;
        Matcher end = CANDIDATE.matcher(line);
        while (end.find()) {
            String before = line.substring(Math.max(start, end.end() - LONGEST_ENDING), end.end());
            if (!GOES_ON.matcher(before).find() && !Character.isLowerCase(line.codePointAt(end.end()))) {
                sentences.add(line.substring(start, end.end()));
                start = end.end();
            }
        }
        sentences.add(line.substring(start) + " ");
        return sentences;
    }

    /** Halves what is too long, at a space where there is one near the middle. */
    private void cut(String piece, int chunkTokens, List<String> into) {
        boolean worthCounting = piece.length() <= MOST_CHARACTERS_PER_TOKEN * chunkTokens;
        if (piece.length() < 2 || worthCounting && tokens.estimateTokenCountInText(piece) <= chunkTokens) {
            if (!piece.isBlank()) {
                into.add(piece);
            }
            return;
        }
        int middle = piece.length() / 2;
        int space = piece.lastIndexOf(' ', middle);
        int at = space > piece.length() / 4 ? space + 1 : middle;
        if (Character.isLowSurrogate(piece.charAt(at))) {
            at++;
        }
        cut(piece.substring(0, at), chunkTokens, into);
        cut(piece.substring(at), chunkTokens, into);
    }

    private void keepOverlap(Deque<String> chunk, int overlapTokens) {
        Deque<String> kept = new ArrayDeque<>();
        while (!chunk.isEmpty()) {
            String sentence = chunk.removeLast();
            kept.addFirst(sentence);
            if (tokens.estimateTokenCountInText(join(kept)) > overlapTokens) {
                kept.removeFirst();
                break;
            }
        }
        chunk.clear();
        chunk.addAll(kept);
    }

    private int count(Deque<String> sentences, String next) {
        return tokens.estimateTokenCountInText((String.join("", sentences) + next).strip());
    }

    private static String join(Deque<String> sentences) {
        return String.join("", sentences).strip();
    }
}
