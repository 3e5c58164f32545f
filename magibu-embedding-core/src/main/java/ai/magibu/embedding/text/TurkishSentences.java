package ai.magibu.embedding.text;

import ai.magibu.embedding.api.Span;
import ai.magibu.hub.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the sentences of a Turkish text.
 *
 * <p>A sentence ends
 *
 * <ul>
 *   <li>at an empty line;
 *   <li>after {@code . ! ? …} and the quotation marks, brackets and footnote numbers that follow. White space must come next, and the
 *       text must not continue with a lowercase letter, which counts only in a block that has capital letters;
 *   <li>at the end of each line in a block of three or more lines, if no line begins with a lowercase letter: the lines of a table, a
 *       list or verse, not of wrapped prose.
 * </ul>
 *
 * <p>A full stop does not end a sentence after an abbreviation ({@code Prof.}, {@code vb.}, {@code M.Ö.}), an initial ({@code M.
 * Kemal}), an ordinal number of one or two digits ({@code 19. yüzyıl}), a Roman numeral ({@code II. Mahmut}) or a number that
 * begins the sentence. If a rule is wrong, two sentences stay together.
 *
 * <p>White space is Unicode's White_Space, so no-break spaces and U+2028 count. The time is linear in the length of the text.
 */
public final class TurkishSentences {

    /** Words that are never or hardly ever the last of a sentence. Titles are capitalized because "gen" and "op" are also words. */
    private static final Set<String> ABBREVIATIONS = Set.of("""
            Dr Prof Doç Yrd Öğr Gör Arş Okt Uz Uzm Av Sn Bn Hz St Alb Gen Org Korg Tümg Tuğg Yb Bnb Yzb Ütğm Tğm Atğm Asb Çvş Kd Em Müh Mim
            Ecz Op Ord Dz Bşk Gn Yük Dt Vet Hem Hst Bkz bkz Bk bk krş Krş örn Örn vb vs vd vds yy age agm agt çev Çev haz Haz ed Ed sy ss s
            sf Sf c C m md Md mad Mad fık Fık böl Böl şek Şek Tab No no nr Nr Tel tel Faks Mah mah Cad cad Sok sok Sk Blv Bulv Apt apt İst
            Ank İzm Üni üni Üniv Fak Enst Ens Ltd Şti San Tic Koop Ort Yay Bas Alm İng Fr Lat Yun Ar Far Rus Jr Mr Mrs Ms vol Vol pp dr prof
            doç yrd""".split("\\s+"));

    /** No abbreviation, number or sequence of initials that is looked at is longer. */
    private static final int LONGEST_TOKEN = 24;

    /** Fewer lines than this say nothing about how a block's lines break. */
    private static final int FEWEST_ROWS = 3;

    private static final Pattern ROMAN = Pattern.compile("C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})");

    private final String text;
    private final List<Span> sentences = new ArrayList<>();
    /** Whether the block has capital letters, so that a lowercase letter shows that a sentence continues. */
    private boolean hasCapitals;

    private TurkishSentences(String text) {
        this.text = text;
    }

    /**
     * Returns the sentences in order, without white space around them. Only white space lies between them, and none is blank.
     *
     * @param text any text; lone surrogates are allowed
     */
    public static List<Span> of(String text) {
        TurkishSentences finder = new TurkishSentences(Arguments.requireSet("text", text));
        finder.readBlocks();
        return finder.sentences;
    }

    /** A block ends at an empty line. */
    private void readBlocks() {
        int start = WhiteSpace.skip(text, 0, text.length());
        int lines = 1;
        boolean rows = true;
        for (int i = start; i < text.length(); i++) {
            if (!WhiteSpace.isLineBreak(text.charAt(i))) {
                continue;
            }
            int next = WhiteSpace.skip(text, i, text.length());
            if (next == text.length() || WhiteSpace.lineBreaks(text, i, next) > 1) {
                readBlock(start, i, rows && lines >= FEWEST_ROWS);
                start = next;
                lines = 1;
                rows = true;
            } else {
                lines++;
                rows &= !Character.isLowerCase(text.codePointAt(next));
            }
            i = next - 1;
        }
        readBlock(start, text.length(), rows && lines >= FEWEST_ROWS);
    }

    private void readBlock(int from, int to, boolean rows) {
        hasCapitals = text.substring(from, to).codePoints().anyMatch(Character::isUpperCase);
        int start = from;
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (rows && WhiteSpace.isLineBreak(c)) {
                add(start, i);
                i = WhiteSpace.skip(text, i, to);
                start = i;
            } else if (isTerminator(c)) {
                int end = sentenceEnd(i, to);
                int next = WhiteSpace.skip(text, end, to);
                if (next < to && WhiteSpace.isIn(text, end, next) && !continues(start, i, end, next)) {
                    add(start, end);
                    start = next;
                }
                i = Math.max(end, i + 1);
            } else {
                i++;
            }
        }
        add(start, to);
    }

    private void add(int start, int end) {
        int last = WhiteSpace.strip(text, start, end);
        if (last > start) {
            sentences.add(new Span(start, last));
        }
    }

    private static boolean isTerminator(char c) {
        return c == '.' || c == '!' || c == '?' || c == '…';
    }

    /** Returns the index after the terminators, closing marks and footnote numbers that begin at an index. */
    private int sentenceEnd(int terminator, int to) {
        int i = terminator;
        while (i < to) {
            char c = text.charAt(i);
            if (isTerminator(c) || "\"'”’»›)]}*_¹²³⁰⁴⁵⁶⁷⁸⁹".indexOf(c) >= 0) {
                i++;
            } else if (c == '[') {
                int digits = i + 1;
                while (digits < to && digits - i < 5 && Character.isDigit(text.charAt(digits))) {
                    digits++;
                }
                if (digits == i + 1 || digits == to || text.charAt(digits) != ']') {
                    return i;
                }
                i = digits + 1;
            } else {
                return i;
            }
        }
        return i;
    }

    /** Returns whether the sentence continues after terminators. */
    private boolean continues(int start, int terminator, int end, int next) {
        int first = next;
        while (first < text.length() && "\"'“‘«‹(".indexOf(text.charAt(first)) >= 0) {
            first++;
        }
        if (hasCapitals && first < text.length() && Character.isLowerCase(text.codePointAt(first))) {
            return true;
        }
        boolean fullStop = text.charAt(terminator) == '.' && !(terminator + 1 < end && isTerminator(text.charAt(terminator + 1)));
        return fullStop && isAbbreviated(start, terminator, Character.isDigit(text.codePointAt(next)));
    }

    /** Returns whether the full stop at an index belongs to the word before it. */
    private boolean isAbbreviated(int start, int stop, boolean beforeDigit) {
        int from = stop;
        int earliest = Math.max(start, stop - LONGEST_TOKEN);
        while (from > earliest && isTokenPart(text.charAt(from - 1))) {
            from--;
        }
        if (from == stop || from == earliest && from > start && isTokenPart(text.charAt(from - 1))) {
            return false;
        }
        String token = text.substring(from, stop);
        String last = token.substring(token.lastIndexOf('.') + 1);
        boolean single = last.length() == token.length();
        if (last.chars().allMatch(Character::isDigit)) {
            return single && (from == start || last.length() <= 2 && isBefore(from, "(\"'“‘«["));
        }
        // A single letter: M. Kemal, f. 2, and the last of M.Ö., A.Ş., a.g.e., Ph.D.
        boolean initial = last.length() == 1 && (!single || beforeDigit || Character.isUpperCase(last.charAt(0)));
        return (initial || ABBREVIATIONS.contains(last) || single && ROMAN.matcher(last).matches())
                && (from == start || isBefore(from, "(\"'“‘«[–—-/&"));
    }

    /** Returns whether white space or one of some characters is before an index. */
    private boolean isBefore(int index, String characters) {
        char before = text.charAt(index - 1);
        return WhiteSpace.is(before) || characters.indexOf(before) >= 0;
    }

    private static boolean isTokenPart(char c) {
        return c == '.' || Character.isLetterOrDigit(c);
    }
}
