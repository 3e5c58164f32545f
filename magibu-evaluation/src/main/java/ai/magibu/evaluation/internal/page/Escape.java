package ai.magibu.evaluation.internal.page;

/** Protects texts from being read as markup. */
final class Escape {

    private Escape() {}

    static String html(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
