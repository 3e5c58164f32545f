package ai.magibu.documents;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of content. The bytes decide; the name decides only among the kinds of text. */
enum FileFormat {
    TEXT("txt", "text", "csv", "tsv", "log", "srt", "vtt", "rst", "adoc", "org", "tex"),
    MARKDOWN("md", "markdown"),
    HTML("html", "htm", "xhtml"),
    PDF("pdf"),
    OFFICE("docx", "xlsx", "pptx", "odt", "ods", "odp", "rtf", "doc", "xls", "ppt", "epub"),
    UNSUPPORTED();

    private static final Pattern HTML_START = Pattern.compile(
            "(?is)\\A\\s*(<\\?xml[^>]*>\\s*)?(<!--.*?-->\\s*)?(<!doctype\\s+html|<html|<head|<body|<title|<meta)\\b.*");
    private static final Pattern XML_START = Pattern.compile("(?is)\\A\\s*(<\\?xml|<svg|<!doctype\\s).*");
    /** Binary formats that begin with letters, so that their bytes can look like text. */
    private static final Pattern BINARY_START = Pattern.compile("(?s)\\A(MZ|GIF8|BM|ID3|OggS|RIFF|Rar!|%!PS).*");

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> endings;

    FileFormat(String... endings) {
        this.endings = List.of(endings);
    }

    Stream<String> endings() {
        return endings.stream();
    }

    static FileFormat of(String fileName, byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 1024), StandardCharsets.ISO_8859_1);
        String visible = start.replaceFirst("\\A(\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)", "").replace("\0", "");
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        FileFormat named = Stream.of(values()).filter(format -> format.endings.contains(ending)).findFirst().orElse(UNSUPPORTED);
        boolean textName = named == TEXT || named == MARKDOWN || named == HTML;
        if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) {
            Set<String> entries = zipEntries(content);
            return isOffice(entries) || named == OFFICE && entries.isEmpty() ? OFFICE : UNSUPPORTED;
        } else if (start.startsWith("\u00D0\u00CF\u0011\u00E0") || start.startsWith("{\\rtf")) {
            return OFFICE;
        } else if (start.contains("%PDF-") && !textName || start.startsWith("%PDF-")) {
            return PDF;
        } else if (named == MARKDOWN || named == HTML) {
            return named; // Markdown may begin with HTML
        } else if (HTML_START.matcher(visible).matches()) {
            return HTML;
        } else if (named == TEXT) {
            return TEXT;
        } else if (XML_START.matcher(visible).matches() || fileName.contains(".") && BINARY_START.matcher(start).matches()) {
            return UNSUPPORTED;
        }
        return TEXT; // if its bytes are text, which the decoder checks
    }

    private static boolean isOffice(Set<String> entries) {
        return entries.contains("[Content_Types].xml")
                && entries.stream().anyMatch(name -> name.matches("(word|xl|ppt)/.*"))
                || entries.contains("content.xml") && entries.contains("META-INF/manifest.xml")
                || entries.contains("META-INF/container.xml");
    }

    /** Reads the names from the central directory of a ZIP; nothing is unpacked. */
    private static Set<String> zipEntries(byte[] zip) {
        Set<String> names = new HashSet<>();
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int end = zip.length - 22;
        while (end >= 0 && bytes.getInt(end) != 0x06054b50) {
            end--;
        }
        int at = end < 0 ? -1 : bytes.getInt(end + 16);
        while (at >= 0 && at <= zip.length - 46 && bytes.getInt(at) == 0x02014b50) {
            int nameLength = Math.min(bytes.getShort(at + 28) & 0xFFFF, zip.length - at - 46);
            names.add(new String(zip, at + 46, nameLength, StandardCharsets.UTF_8));
            at += 46 + nameLength + (bytes.getShort(at + 30) & 0xFFFF) + (bytes.getShort(at + 32) & 0xFFFF);
        }
        return names;
    }
}
