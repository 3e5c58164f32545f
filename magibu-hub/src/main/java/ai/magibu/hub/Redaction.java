package ai.magibu.hub;

import ai.magibu.hub.internal.SafeNames;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secrets that requests carry. A server may repeat them in its answer, which must not reach a message or the log. */
final class Redaction {

    private static final String BLANK = "***";

    private final @Nullable Pattern pattern;

    private Redaction(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    /** @param secrets the secrets; null elements are ignored */
    static Redaction of(@Nullable String... secrets) {
        Set<String> forms = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (secret != null) {
                forms.add(Pattern.quote(secret));
                forms.add(Pattern.quote(URLEncoder.encode(secret, StandardCharsets.UTF_8)));
                for (String text : new String[] {secret, "Bearer " + secret}) {
                    String encoded = Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
                    forms.add(Pattern.quote(encoded) + "=*");
                    forms.add(Pattern.quote(encoded.replace('+', '-').replace('/', '_')) + "=*");
                }
            }
        }
        return new Redaction(forms.isEmpty() ? null : Pattern.compile(String.join("|", forms), Pattern.CASE_INSENSITIVE));
    }

    /** Returns a server's text for a message: one line, not too long, without the secrets. */
    String printable(String text) {
        // first in the whole text: a cut could leave a part of a secret
        return SafeNames.printable(pattern == null ? text : pattern.matcher(text).replaceAll(BLANK));
    }

    /** Returns the failure, or one without a cause if a message in it has a secret. */
    Throwable cleaned(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (pattern != null && pattern.matcher(String.valueOf(cause.getMessage())).find()) {
                return new IOException(printable(String.valueOf(failure.getMessage())));
            }
        }
        return failure;
    }
}
