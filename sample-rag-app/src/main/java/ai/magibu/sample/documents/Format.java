package ai.magibu.sample.documents;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.util.StringUtils;

/** The formats that can be read, told by the ending of the file's name. */
enum Format {
    TEXT("text/plain", "txt", "text"),
    MARKDOWN("text/markdown", "md", "markdown"),
    HTML("text/html", "html", "htm"),
    PDF("application/pdf", "pdf");

    private final String mediaType;
    private final List<String> endings;

    Format(String mediaType, String... endings) {
        this.mediaType = mediaType;
        this.endings = List.of(endings);
    }

    static Format of(String source) {
        String ending = String.valueOf(StringUtils.getFilenameExtension(source)).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings.contains(ending))
                .findFirst()
                .orElseThrow(() -> new UnsupportedFormatException(source));
    }

    static String allEndings() {
        return Arrays.stream(values())
                .flatMap(format -> format.endings.stream())
                .map(ending -> "." + ending)
                .collect(Collectors.joining(", "));
    }

    String mediaType() {
        return mediaType;
    }
}
