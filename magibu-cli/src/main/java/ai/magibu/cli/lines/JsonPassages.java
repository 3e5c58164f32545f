package ai.magibu.cli.lines;

import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Span;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON lines: {@code {"text": …, "id"?: …, "title"?: …, "spans"?: [[start, end], …]}}. Other keys are ignored. */
public final class JsonPassages implements Passages {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // The line's length is bounded already.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final String SPANS = "\"spans\" must be an array of pairs of whole numbers";

    private final ContentLines lines;
    private final Columns keys;
    private final boolean withSpans;

    /**
     * @param keys the names of the keys
     * @param withSpans whether the key {@code spans} means something
     */
    public JsonPassages(InputBytes bytes, Columns keys, boolean withSpans) {
        this.lines = new ContentLines(bytes, "a JSON object");
        this.keys = keys;
        this.withSpans = withSpans;
    }

    @Override
    public @Nullable InputLine next() throws IOException, BadLineException {
        ContentLines.Line line = lines.next();
        return line == null ? null : parse(line.number(), line.text());
    }

    @Override
    public double share() {
        return lines.share();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private InputLine parse(long number, String line) throws BadLineException {
        try (JsonParser parser = JSON.createParser(line)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new BadLineException(number, "expected a JSON object, found " + name(first));
            }
            String id = null;
            String title = null;
            String text = null;
            List<Span> spans = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (key.equals(keys.text())) {
                    text = string(number, key, parser);
                } else if (key.equals(keys.id().name())) {
                    id = scalar(number, line, parser);
                } else if (key.equals(keys.title().name())) {
                    title = value == JsonToken.VALUE_NULL ? null : string(number, key, parser);
                } else if (withSpans && key.equals("spans") && value != JsonToken.VALUE_NULL) {
                    spans = spans(number, parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new BadLineException(number, "more than one JSON value on the line");
            }
            if (text == null) {
                throw new BadLineException(number, "no \"" + keys.text() + "\"");
            }
            return new InputLine(number, id, Passage.titled(title, text), spans);
        } catch (JsonEOFException e) {
            throw new BadLineException(number, "not JSON: the line ends too early");
        } catch (JacksonException e) {
            String column = e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
            throw new BadLineException(number, "not JSON: " + e.getOriginalMessage() + column);
        } catch (IOException e) {
            throw new BadLineException(number, "not JSON: " + e.getMessage());
        }
    }

    private static List<Span> spans(long number, JsonParser parser) throws IOException, BadLineException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new BadLineException(number, SPANS + ", found " + name(parser.currentToken()));
        }
        List<Span> spans = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            int start = index(number, parser);
            int end = index(number, parser);
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                throw new BadLineException(number, SPANS + "; number " + spans.size() + " is not");
            }
            try {
                spans.add(new Span(start, end));
            } catch (IllegalArgumentException e) {
                throw new BadLineException(number, "\"spans\" number " + spans.size() + ": " + e.getMessage());
            }
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new BadLineException(number, SPANS + "; number " + spans.size() + " is " + name(parser.currentToken()));
        }
        return spans;
    }

    private static int index(long number, JsonParser parser) throws IOException, BadLineException {
        if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new BadLineException(number, SPANS + ", found " + name(parser.currentToken()) + " in one");
        }
        return parser.getIntValue();
    }

    private static String string(long number, String key, JsonParser parser) throws IOException, BadLineException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new BadLineException(number, "\"" + key + "\" must be a string, found " + name(parser.currentToken()));
        }
        return parser.getText();
    }

    /** Returns the scalar with the characters of the line: 1.0 stays 1.0, and a long number keeps all digits. */
    private static String scalar(long number, String line, JsonParser parser) throws IOException, BadLineException {
        if (!parser.currentToken().isScalarValue()) {
            throw new BadLineException(
                    number, "\"" + parser.currentName() + "\" must be a string, a number, true, false or null, found "
                            + name(parser.currentToken()));
        }
        return JsonScalar.spelling(line, parser);
    }

    private static String name(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "a number";
        };
    }
}
