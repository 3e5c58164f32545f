package ai.magibu.sample.ask;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer as it comes, piece by piece, without what is not for the reader: what the model thinks, the mark that it writes where
 * the passages carry no answer, and citations that no passage has. What may yet become one of these is held back until it is
 * clear.
 */
final class AnswerText {

    /** What the model is to write where the passages do not answer the question. */
    static final String NOT_IN_DOCUMENTS = "NOT_IN_DOCUMENTS";

    static final Pattern CITATION = Pattern.compile("\\s*\\[(\\d{1,3}(?:\\s*,\\s*\\d{1,3})*)]");

    private static final Pattern THINKING = Pattern.compile("^\\s*<think>.*?(?:</think>\\s*|\\z)", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile(NOT_IN_DOCUMENTS, Pattern.CASE_INSENSITIVE);
    private static final Pattern OPEN_CITATION = Pattern.compile("\\s*(?:\\[[\\d,\\s]{0,20})?$");
    private static final Pattern NO_WORD = Pattern.compile("^[^\\p{L}\\p{N}]*$");

    private final int passages;
    private final StringBuilder said = new StringBuilder();
    private String shown = "";

    /** @param passages how many there are to cite */
    AnswerText(int passages) {
        this.passages = passages;
    }

    /** What can be shown now, after all that was shown before. */
    String add(String piece) {
        said.append(piece);
        return show(clear(withoutCutEnd(withoutThinking())));
    }

    /** What was still held back, at the end of the answer. */
    String end() {
        return show(clear(withoutThinking()).stripTrailing());
    }

    /** All that was shown. */
    String shown() {
        return shown;
    }

    boolean isInDocuments() {
        return !MARK.matcher(withoutThinking()).find();
    }

    private String show(String text) {
        if (text.length() <= shown.length()) {
            return "";
        }
        String more = text.substring(shown.length());
        shown = text;
        return more;
    }

    private String withoutThinking() {
        String text = said.toString();
        if ("<think>".startsWith(text.strip())) {
            return "";
        }
        return THINKING.matcher(text).replaceFirst("").stripLeading();
    }

    /** Without what may be the beginning of a mark or of a citation. */
    private static String withoutCutEnd(String text) {
        int end = text.length();
        for (int length = Math.min(NOT_IN_DOCUMENTS.length() - 1, text.length()); length > 0; length--) {
            if (text.regionMatches(true, text.length() - length, NOT_IN_DOCUMENTS, 0, length)) {
                end = text.length() - length;
                break;
            }
        }
        Matcher open = OPEN_CITATION.matcher(text).region(0, end);
        return text.substring(0, open.find() ? open.start() : end);
    }

    private String clear(String text) {
        Matcher mark = MARK.matcher(text);
        String before = mark.find() ? text.substring(0, mark.start()).stripTrailing() : text;
        String cited = CITATION.matcher(before).replaceAll(citation -> {
            int[] numbers = numbers(citation.group(1));
            int[] known = Arrays.stream(numbers).filter(number -> number >= 1 && number <= passages).toArray();
            return known.length == numbers.length ? Matcher.quoteReplacement(citation.group()) : marks(known);
        });
        return NO_WORD.matcher(cited).matches() ? "" : cited; // quotation marks around the mark, perhaps
    }

    /** Of "1, 3". */
    static int[] numbers(String citation) {
        return Arrays.stream(citation.split(",")).map(String::strip).mapToInt(Integer::parseInt).toArray();
    }

    private static String marks(int[] numbers) {
        StringBuilder marks = new StringBuilder();
        for (int number : numbers) {
            marks.append(" [").append(number).append(']');
        }
        return marks.toString();
    }
}
