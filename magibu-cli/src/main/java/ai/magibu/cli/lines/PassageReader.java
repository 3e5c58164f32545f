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

/**
 * Reads {@code {"text": …, "id"?: …, "title"?: …, "spans"?: [[start, end], …]}}, one object per line. Other keys are ignored.
 * Empty lines at the end are ignored. Anywhere else they are bad lines, so that line n of the output belongs to line n of the input.
 */
public final class PassageReader {

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

    private final LineReader lines;
    private final boolean titlesAllowed;
    private final String prompt;
    private final boolean withSpans;

    /** A line that was read to find out whether blank lines end the input. */
    private @Nullable String ahead;

    private long aheadNumber;
    private @Nullable BadLineException badAhead;

    /** A reader of lines without spans. */
    public PassageReader(LineReader lines, boolean titlesAllowed, String prompt) {
        this(lines, titlesAllowed, prompt, false);
    }

    /**
     * @param titlesAllowed whether the prompt has a place for a title
     * @param prompt the prompt's name, for the message about a title it has no place for
     * @param withSpans whether the key {@code spans} means something
     */
    public PassageReader(LineReader lines, boolean titlesAllowed, String prompt, boolean withSpans) {
        this.withSpans = withSpans;
        this.lines = lines;
        this.titlesAllowed = titlesAllowed;
        this.prompt = prompt;
    }

    /**
     * Returns the next line, or null at the end.
     *
     * @throws BadLineException if the line is invalid; the next call reads the line after it
     */
    @Nullable
    InputLine next() throws IOException, BadLineException {
        if (badAhead != null) {
            BadLineException bad = badAhead;
            badAhead = null;
            throw bad;
        }
        String line = ahead == null ? lines.next() : ahead;
        long number = ahead == null ? lines.number() : aheadNumber;
        ahead = null;
        if (line == null) {
            return null;
        }
        if (line.isBlank()) {
            return afterBlank(number);
        }
        InputLine parsed = parse(number, line);
        if (parsed.passage().hasTitle() && !titlesAllowed) {
            throw new BadLineException(
                    number, "has a \"title\", but the prompt \"" + prompt + "\" has no place for it; try --prompt document");
        }
        return parsed;
    }

    /** Null if only blank lines follow. Of several blank lines the first stands for all. */
    private @Nullable InputLine afterBlank(long number) throws IOException, BadLineException {
        do {
            try {
                ahead = lines.next();
            } catch (BadLineException e) {
                badAhead = e;
                throw blank(number);
            }
            aheadNumber = lines.number();
            if (ahead == null) {
                return null;
            }
        } while (ahead.isBlank());
        throw blank(number);
    }

    private static BadLineException blank(long number) {
        return new BadLineException(number, "empty; expected a JSON object");
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
                switch (key) {
                    case "id" -> id = scalar(number, line, parser);
                    case "title" -> title = value == JsonToken.VALUE_NULL ? null : string(number, key, parser);
                    case "text" -> text = string(number, key, parser);
                    case "spans" -> {
                        if (withSpans && value != JsonToken.VALUE_NULL) {
                            spans = spans(number, parser);
                        } else {
                            parser.skipChildren();
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new BadLineException(number, "more than one JSON value on the line");
            }
            if (text == null) {
                throw new BadLineException(number, "no \"text\"");
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
                    number, "\"id\" must be a string, a number, true, false or null, found " + name(parser.currentToken()));
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.finishToken();
        return line.substring(start, (int) parser.currentLocation().getCharOffset());
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
