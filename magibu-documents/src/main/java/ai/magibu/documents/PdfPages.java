package ai.magibu.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Joins the pages of a PDF: removes running headers, footers and page numbers, and joins words that a line end cut. */
final class PdfPages {

    private static final int DEPTH = 3; // lines at the top and at the bottom of a page that may be running ones
    private static final int FEWEST = 3; // pages that have a running line
    private static final double SHARE = 0.4; // of all pages; left and right pages may have different ones

    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?:;…\"”’)\\]]\\s*$");
    private static final Pattern CUT_WORD = Pattern.compile("(?<=\\p{L}{2})[-\u2010\u00AD][\\s&&[^\n]]*+\n\\s*+(?=\\p{Ll})");
    /** A line is not broken after a single letter, so the hyphen after it belongs to the word: e-posta. */
    private static final Pattern CUT_COMPOUND = Pattern.compile("(?<=[\\p{L}\\p{N}])([-\u2010])[ \\t]*+\n\\s*+(?=[\\p{L}\\p{N}])");
    /** A line with spaces between its letters and two or more between its words. */
    private static final Pattern WIDE_LINE = Pattern.compile("(?m)^\\p{L}(?: {1,3}+\\p{L}){4,}+[ \\t]*+$");

    private PdfPages() {}

    static String join(List<String> pages) {
        List<List<String>> lines = new ArrayList<>();
        pages.forEach(page -> lines.add(new ArrayList<>(page.strip().lines().filter(line -> !isPadding(line)).toList())));
        List<List<String>> whole = lines.stream().map(List::copyOf).toList();
        removeRunning(lines, true);
        removeRunning(lines, false);
        StringBuilder text = new StringBuilder();
        for (List<String> page : lines.stream().allMatch(List::isEmpty) ? whole : lines) {
            String next = String.join("\n", page).strip();
            if (text.length() > 0 && !next.isEmpty()) {
                int end = Math.max(0, text.length() - 20);
                text.append(SENTENCE_END.matcher(text.substring(end)).find() ? "\n\n" : "\n");
            }
            text.append(next);
        }
        String words = CUT_WORD.matcher(text).replaceAll("");
        words = CUT_COMPOUND.matcher(words).replaceAll("$1");
        return WIDE_LINE.matcher(words).replaceAll(line -> closed(line.group()));
    }

    private static boolean isPadding(String line) {
        return !line.isEmpty() && line.isBlank();
    }

    private static void removeRunning(List<List<String>> pages, boolean top) {
        Map<String, Integer> counts = new HashMap<>();
        for (int page = 0; page < pages.size(); page++) {
            List<String> lines = pages.get(page);
            Set<String> keys = new HashSet<>();
            for (int depth = 0; depth < Math.min(DEPTH, lines.size()); depth++) {
                keys.addAll(keys(lines.get(top ? depth : lines.size() - 1 - depth), page));
            }
            keys.remove("");
            keys.forEach(key -> counts.merge(key, 1, Integer::sum));
        }
        double enough = Math.max(FEWEST, SHARE * pages.size());
        for (int page = 0; page < pages.size(); page++) {
            List<String> lines = pages.get(page);
            for (int depth = 0; depth < DEPTH && !lines.isEmpty(); depth++) {
                String outermost = lines.get(top ? 0 : lines.size() - 1);
                if (keys(outermost, page).stream().noneMatch(key -> counts.getOrDefault(key, 0) >= enough)) {
                    break; // also at the empty line between a header and the text
                }
                lines.remove(top ? 0 : lines.size() - 1);
            }
        }
    }

    /** Returns the line itself, and its forms with the page subtracted from the first or last number, as page numbers grow. */
    private static Set<String> keys(String line, int page) {
        String plain = line.strip().replaceAll("\\s+", " ");
        Set<String> keys = new HashSet<>(Set.of(plain));
        List<MatchResult> numbers = NUMBER.matcher(plain).results().toList();
        for (MatchResult number : numbers.isEmpty() ? numbers : List.of(numbers.get(0), numbers.get(numbers.size() - 1))) {
            keys.add(plain.substring(0, number.start()) + "\0" + (Integer.parseInt(number.group()) - page)
                    + plain.substring(number.end()));
        }
        return keys;
    }

    private static String closed(String wide) {
        return wide.strip().replaceAll(" {2,3}", "\0").replace(" ", "").replace('\0', ' ');
    }
}
