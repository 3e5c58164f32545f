package ai.magibu.sample.documents;

import dev.langchain4j.model.TokenCountEstimator;
import java.util.ArrayList;
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
public final class SentenceSplitter {

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
     */
    SplitText split(String text, int chunkTokens, int overlapTokens) {
        List<String> pieces = pieces(text, chunkTokens);
        String whole = String.join("", pieces);
        int[] starts = new int[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            starts[i + 1] = starts[i] + pieces.get(i).length();
        }
        List<SplitText.Chunk> chunks = new ArrayList<>();
        int from = 0; // the first piece of the current chunk
        for (int next = 0; next < pieces.size(); next++) {
            if (next > from && count(whole, starts[from], starts[next + 1]) > chunkTokens) {
                chunks.add(chunk(whole, starts[from], starts[next]));
                from = next;
                while (from > 0 && count(whole, starts[from - 1], starts[next]) <= overlapTokens) {
                    from--;
                }
                while (from < next && count(whole, starts[from], starts[next + 1]) > chunkTokens) {
                    from++;
                }
            }
        }
        if (!pieces.isEmpty()) {
            chunks.add(chunk(whole, starts[from], whole.length()));
        }
        return new SplitText(whole.stripTrailing(), chunks);
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
    public static List<String> sentences(String paragraph) {
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

    private int count(String text, int start, int end) {
        return tokens.estimateTokenCountInText(text.substring(start, end).strip());
    }

    private static SplitText.Chunk chunk(String text, int start, int end) {
        String chunk = text.substring(start, end);
        int leading = chunk.length() - chunk.stripLeading().length();
        return new SplitText.Chunk(start + leading, start + leading + chunk.strip().length(), chunk.strip());
    }
}
