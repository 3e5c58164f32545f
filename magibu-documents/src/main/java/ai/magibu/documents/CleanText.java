package ai.magibu.documents;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** Removes what no reader sees, composes letters, and repairs Turkish text that was decoded wrongly before it came here. */
final class CleanText {

    private static final Charset WESTERN = Charset.forName("windows-1252");

    private static final Pattern HYPHENATED = Pattern.compile("\u00AD[\\p{Zs}\\t]*\\R[\\p{Zs}\\t]*(?=\\p{L})");
    /** Format characters that can be seen, and the joiners. */
    private static final String VISIBLE = "\u0600\u0601\u0602\u0603\u0604\u0605\u06DD\u070F\u08E2\u200C\u200D";
    private static final String LINE_BREAKS = "\t\n\u000B\f\r\u0085";
    /** Joiners shape letters of other scripts and join emoji; next to a Latin letter or a space they do nothing. */
    private static final Pattern JOINER = Pattern.compile("(?<=^|[\\p{IsLatin}\\p{N}\\p{P}\\s\\p{Zs}])[\\x{200C}\\x{200D}]++"
            + "|(?<![\\x{200C}\\x{200D}])[\\x{200C}\\x{200D}]++(?=$|[\\p{IsLatin}\\p{N}\\p{P}\\s\\p{Zs}])");

    /** Sorting the marks of one letter takes quadratic time, and no writing system has more than this. */
    private static final Pattern TOO_MANY_MARKS = Pattern.compile("(?<=\\p{M}{30})\\p{M}++");

    /** A Turkish letter in UTF-8, decoded as windows-1252 or windows-1254. */
    private static final Pattern TWICE_ENCODED = Pattern.compile("[\u00C2-\u00C5\u00E2\u00EF][^\\x00-\\x7F]");
    private static final Pattern REPAIRED = Pattern.compile(
            "(?s)(?=.*[çğıöşüÇĞİÖŞÜ])[\\x00-\\x7FçğıöşüâîûÇĞİÖŞÜÂÎÛé‘’“”«»‹›–—…•·°§©®™€\u00A0\u00AD\uFEFF]*");
    /**
     * Turkish in ISO-8859-9, decoded as ISO-8859-1: thorn or eth, and otherwise only Turkish letters. To exclude Icelandic, it
     * must contain ç, ü, or a thorn before a consonant or at the end of a word.
     */
    private static final Pattern THORN = Pattern.compile("(?s)(?=.*[ðþÐÞ])(?=.*[çöüðýÇÖÜÐÝ])"
            + "(?=.*([çüÇÜ]|[þÞ](?![aeioöuüyýjrvAEIOÖUÜYÝJRV])))[\\P{L}a-zA-ZçöüâîûÇÖÜÂÎÛðþýÐÞÝ]*+");

    private CleanText() {}

    /** Returns clean text. One empty line separates paragraphs; a line break inside a paragraph stays. */
    static String of(String raw) {
        String text = HYPHENATED.matcher(raw).replaceAll("");
        text = repairThorn(repairTwiceEncoded(text));
        text = withoutInvisible(text);
        text = text.indexOf('\u200C') < 0 && text.indexOf('\u200D') < 0 ? text : JOINER.matcher(text).replaceAll("");
        text = TOO_MANY_MARKS.matcher(text).replaceAll("");
        text = Normalizer.normalize(text, Normalizer.Form.NFC);
        text = text.replaceAll("[\\f\\x{2029}]", "\n\n").replaceAll("\\R", "\n").replaceAll("\\p{Zs}", " ");
        text = text.replaceAll("(?<![ \\t])[ \\t]+(?=\n|$)", "");
        return text.replaceAll("\n{3,}", "\n\n").strip();
    }

    static boolean isBlank(CharSequence text) {
        return text.codePoints().noneMatch(c -> isVisible(c) && !Character.isWhitespace(c) && !Character.isSpaceChar(c));
    }

    /** Returns clean text on one line. */
    static String line(String raw) {
        return of(raw).replaceAll("\\s+", " ");
    }

    private static String withoutInvisible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(CleanText::isVisible).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> LINE_BREAKS.indexOf(c) >= 0;
            case Character.FORMAT -> VISIBLE.indexOf(c) >= 0;
            case Character.SURROGATE -> false;
            default -> c != 0x34F && c != 0x115F && c != 0x3164 && (c & 0xFFFE) != 0xFFFE; // fillers, no characters
        };
    }

    private static String repairTwiceEncoded(String text) {
        if (!TWICE_ENCODED.matcher(text).find()) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ByteBuffer encoded =
                    c < 0xA0 ? ByteBuffer.wrap(new byte[] {(byte) c}) : WESTERN.encode(CharBuffer.wrap(new char[] {c}));
            if (encoded.get(0) == '?' && c != '?') {
                return text; // no byte encodes this letter, so the text was not encoded twice
            }
            bytes.put(encoded);
        }
        try {
            String repaired = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return REPAIRED.matcher(repaired).matches() ? repaired : text;
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    private static String repairThorn(String text) {
        if (!THORN.matcher(text).matches()) {
            return text;
        }
        return text.replace('ð', 'ğ').replace('þ', 'ş').replace('ý', 'ı').replace('Ð', 'Ğ').replace('Þ', 'Ş').replace('Ý', 'İ');
    }
}
