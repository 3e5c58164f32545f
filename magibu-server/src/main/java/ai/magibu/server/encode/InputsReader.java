package ai.magibu.server.encode;

import ai.magibu.server.encode.Inputs.Input;
import ai.magibu.server.encode.Inputs.Text;
import ai.magibu.server.encode.Inputs.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Reads {@link Inputs} without a tree, because a body of 16 MB may have millions of token ids. */
final class InputsReader extends ValueDeserializer<Inputs> {

    private static final String EXPECTED = "a string, an array of strings, an array of token ids, or an array of such arrays";

    @Override
    public Inputs deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return new Inputs(List.of(new Text(parser.getString())));
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return context.reportInputMismatch(Inputs.class, "is not %s", EXPECTED);
        }
        List<Input> inputs = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_INT && inputs.isEmpty()) {
                return new Inputs(List.of(ids(parser, context)));
            } else if (token == JsonToken.VALUE_STRING) {
                inputs.add(new Text(parser.getString()));
            } else if (token == JsonToken.START_ARRAY) {
                parser.nextToken();
                inputs.add(ids(parser, context));
            } else {
                return context.reportInputMismatch(Inputs.class, "is not %s: see element %d", EXPECTED, inputs.size());
            }
        }
        return new Inputs(inputs);
    }

    /** Reads from the current token to the end of its array. */
    private static Tokens ids(JsonParser parser, DeserializationContext context) {
        IntStream.Builder ids = IntStream.builder();
        for (JsonToken token = parser.currentToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() != JsonParser.NumberType.INT || parser.getIntValue() < 0) {
                return context.reportInputMismatch(Inputs.class, "has an array with a value that is not a token id");
            }
            ids.add(parser.getIntValue());
        }
        return new Tokens(ids.build().toArray());
    }
}
