package ai.magibu.documents;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;
import org.jspecify.annotations.Nullable;

/** Decodes text that does not name its encoding. */
final class TextEncoding {

    /** ISO-8859-9 is windows-1254 without the characters between 0x80 and 0x9F. */
    private static final Charset TURKISH = Charset.forName("windows-1254");

    private static final Map<String, Charset> BYTE_ORDER_MARKS = Map.of(
            "\u00EF\u00BB\u00BF", StandardCharsets.UTF_8,
            "\u00FF\u00FE", StandardCharsets.UTF_16, // which reads the mark
            "\u00FE\u00FF", StandardCharsets.UTF_16,
            "\u00FF\u00FE\0\0", Charset.forName("UTF-32"),
            "\0\0\u00FE\u00FF", Charset.forName("UTF-32"));

    private static final int SURE_ENOUGH = 30; // of 100, on Tika's scale

    /** The detector confuses these with Turkish; windows-1254 differs in six letters that only Icelandic has. */
    private static final Pattern WESTERN = Pattern.compile("ISO-8859-(1|9|15)|windows-125[24]");

    /** A letter such as ş in UTF-8, seen through windows-1254. */
    private static final Pattern MANGLED = Pattern.compile("[ÃÄÅ][\u0080-\u009F\u00A0-\u00BFŸŞžš€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™›œ]");

    private static final Pattern META_CHARSET = Pattern.compile("(?i)(charset|encoding)\\s*=\\s*[\"']?([a-zA-Z0-9][\\w-]*)");

    private TextEncoding() {}

    /** @throws UnreadableFileException if the bytes are not text, or not in one known encoding */
    static String decode(byte[] bytes) {
        byte[] text = withoutPadding(bytes);
        Charset marked = byteOrderMark(text);
        if (marked != null) {
            return decoded(marked, text);
        }
        Charset charset = utf16WithoutMark(text);
        if (charset == null) {
            requireText(text);
            charset = decodes(StandardCharsets.UTF_8, text) ? StandardCharsets.UTF_8 : singleByte(text);
        }
        return decoded(charset, text);
    }

    /** Like {@link #decode}, but uses the encoding of a meta element or an XML declaration before guessing. */
    static String decodeHtml(byte[] bytes) {
        var named = META_CHARSET.matcher(new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.ISO_8859_1));
        if (byteOrderMark(bytes) == null && !decodes(StandardCharsets.UTF_8, bytes) && named.find()) {
            Charset charset = Charset.isSupported(named.group(2)) ? Charset.forName(named.group(2)) : StandardCharsets.UTF_8;
            if (!charset.name().startsWith("UTF") && decodes(charset, bytes)) {
                return new String(bytes, charset.name().matches("ISO-8859-[19]") ? TURKISH : charset);
            }
        }
        return decode(bytes);
    }

    /** Removes the zeros and the Ctrl-Z that old programs put at the end. */
    private static byte[] withoutPadding(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == 0x1A)) {
            end--;
        }
        boolean wide = byteOrderMark(bytes) != null || utf16WithoutMark(bytes) != null;
        return wide ? bytes : Arrays.copyOf(bytes, end);
    }

    private static @Nullable Charset byteOrderMark(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 4), StandardCharsets.ISO_8859_1);
        for (int length = start.length(); length >= 2; length--) {
            Charset charset = BYTE_ORDER_MARKS.get(start.substring(0, length));
            if (charset != null) {
                return charset;
            }
        }
        return null;
    }

    /** In Turkish UTF-16 most high bytes are zero, and no low byte is. */
    private static @Nullable Charset utf16WithoutMark(byte[] bytes) {
        int[] zeros = new int[2];
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                zeros[i % 2]++;
            }
        }
        int most = Math.max(zeros[0], zeros[1]);
        if (bytes.length % 2 != 0 || most * 4 <= bytes.length || Math.min(zeros[0], zeros[1]) * 20 > most) {
            return null;
        }
        return zeros[1] > zeros[0] ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    /** A text may have a stray zero or control character; a program or an image has many. */
    private static void requireText(byte[] bytes) {
        int zeros = 0;
        int controls = 0;
        for (byte b : bytes) {
            zeros += b == 0 ? 1 : 0;
            controls += b >= 0 && b < 0x20 && (b < '\t' || b > '\r') && b != 0x1B ? 1 : 0;
        }
        boolean utf8 = zeros == 0 && decodes(StandardCharsets.UTF_8, bytes);
        if (zeros * 20 > bytes.length || !utf8 && controls * 20 > bytes.length) {
            throw new UnreadableFileException(null, Reason.UNSUPPORTED);
        }
    }

    private static Charset singleByte(byte[] bytes) {
        CharsetMatch best = new CharsetDetector().setText(bytes).detect();
        if (best != null && !WESTERN.matcher(best.getName()).matches() && best.getConfidence() >= SURE_ENOUGH) {
            return Charset.forName(best.getName());
        }
        if (isPlausible(new String(bytes, TURKISH))) {
            return TURKISH;
        }
        throw new UnreadableFileException(null, Reason.ENCODING);
    }

    /** Returns whether the text has no UTF-8 in it, and at least a third of its letters are ASCII, unlike Cyrillic or Greek text. */
    private static boolean isPlausible(String text) {
        long letters = text.chars().filter(Character::isLetter).count();
        long special = text.chars().filter(c -> c > 127).count();
        return special * 3 <= letters * 2 && !MANGLED.matcher(text).find();
    }

    private static String decoded(Charset charset, byte[] bytes) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableFileException(null, Reason.ENCODING, e);
        }
    }

    private static boolean decodes(Charset charset, byte[] bytes) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
