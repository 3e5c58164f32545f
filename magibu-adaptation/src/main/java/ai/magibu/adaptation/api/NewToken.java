package ai.magibu.adaptation.api;

import java.util.List;

/**
 * A token that a tokenizer surgery added.
 *
 * @param text the token; blanks are written as {@code ▁}
 * @param teacherTokens the tokens that the teacher's tokenizer makes of it
 */
public record NewToken(String text, List<String> teacherTokens) {

    /** Copies the list. */
    public NewToken {
        teacherTokens = List.copyOf(teacherTokens);
    }
}
