package ai.magibu.sample.documents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;

/** Tells the encoding of a text that does not name it. */
final class TextEncoding {

    /** ISO-8859-9 is windows-1254 without what stands between 0x80 and 0x9F. */
    static final Charset TURKISH = Charset.forName("windows-1254");

    private static final int SURE_ENOUGH = 30; // of 100, on Tika's scale

    /** Tika takes a text in Turkish for one of these as often as not; windows-1254 differs in six letters that only Icelandic has. */
    private static final Pattern WESTERN = Pattern.compile("ISO-8859-(1|9|15)|windows-125[24]");

    /** A letter such as ş in UTF-8, seen through windows-1254. */
    private static final Pattern MANGLED = Pattern.compile("[ÃÄÅ][\u0080-\u009F\u00A0-\u00BFŸŞžš€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™›œ]");

    private TextEncoding() {}

    /** The encoding that the bytes leave no doubt of: by a byte order mark, or by being valid UTF-8. */
    static Optional<Charset> certain(byte[] bytes) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_16); // which reads and drops the byte order mark
        }
        return isValid(StandardCharsets.UTF_8, bytes) ? Optional.of(StandardCharsets.UTF_8) : Optional.empty();
    }

    /** @return empty where the bytes are no text in any one encoding */
    static Optional<Charset> detect(byte[] bytes) {
        Optional<Charset> certain = certain(bytes);
        if (certain.isPresent()) {
            return certain.filter(charset -> isValid(charset, bytes));
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return Optional.empty(); // says UTF-8 and is not
        }
        CharsetMatch best = new CharsetDetector().setText(bytes).detect();
        if (best != null && !WESTERN.matcher(best.getName()).matches() && best.getConfidence() >= SURE_ENOUGH) {
            Charset charset = Charset.forName(best.getName());
            return Optional.of(charset).filter(found -> isValid(found, bytes));
        }
        return Optional.of(TURKISH).filter(turkish -> isValid(turkish, bytes) && isPlausible(new String(bytes, turkish)));
    }

    /** Not UTF-8 in part, and mostly of plain letters, as no text in Cyrillic or Greek is. */
    private static boolean isPlausible(String text) {
        long letters = text.chars().filter(Character::isLetter).count();
        long special = text.chars().filter(c -> c > 127).count();
        return special * 2 <= letters && !MANGLED.matcher(text).find();
    }

    private static boolean isValid(Charset charset, byte[] bytes) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
