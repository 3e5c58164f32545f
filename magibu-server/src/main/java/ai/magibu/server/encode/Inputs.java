package ai.magibu.server.encode;

import java.util.List;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The texts of a request. In JSON: a string, an array of token ids, or an array of both. An empty array has no inputs.
 *
 * @param list the inputs, in their order
 */
@JsonDeserialize(using = InputsReader.class)
public record Inputs(List<Input> list) {

    /** A text, or the token ids of a text. */
    public sealed interface Input {

        /** Returns the number of characters, or of token ids. */
        int length();
    }

    /** A text as it is. */
    public record Text(String text) implements Input {

        @Override
        public int length() {
            return text.codePointCount(0, text.length());
        }
    }

    /** The ids of a text's tokens, with or without the special tokens that the tokenizer adds around every text. */
    public record Tokens(int[] ids) implements Input {

        @Override
        public int length() {
            return ids.length;
        }
    }
}
