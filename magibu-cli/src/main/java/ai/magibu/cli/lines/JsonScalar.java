package ai.magibu.cli.lines;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Keeps a scalar as it was written. */
public final class JsonScalar {

    private JsonScalar() {}

    /** Returns the scalar at which the parser of a line is, with the line's characters: 1.0 stays 1.0, a long number keeps all digits. */
    public static String spelling(String line, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.finishToken();
        return line.substring(start, (int) parser.currentLocation().getCharOffset());
    }
}
