package ai.magibu.sample.ask;

import ai.magibu.sample.search.SearchRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the chat model is told so that it makes a follow-up question one that stands alone, and how its reply is read. */
final class FollowUpPrompt {

    /** What is further back seldom is what "it" means. */
    private static final int TURNS = 6;

    private static final int CHARACTERS_OF_AN_ANSWER = 1_000;

    private static final String RULES = """
            You get a conversation and its last question. Write that question so that it can be understood without the \
            conversation: put in what its pronouns and omissions stand for. Do not answer it. Where it can be understood alone, \
            repeat it.
            - Write the one question and nothing else, in its own language, on one line.
            - %s""";

    private FollowUpPrompt() {}

    static List<ChatMessage> messages(List<Turn> history, String question) {
        List<Turn> last = history.subList(Math.max(0, history.size() - TURNS), history.size());
        List<String> quoted = new ArrayList<>(List.of(question));
        last.forEach(turn -> quoted.addAll(List.of(turn.question(), turn.answer())));
        Delimiter delimiter = Delimiter.notIn(quoted);
        StringBuilder text = new StringBuilder("The conversation:\n");
        for (Turn turn : last) {
            text.append(delimiter.around("user", turn.question()))
                    .append(delimiter.around("assistant", beginning(turn.answer())));
        }
        text.append("\nThe last question:\n").append(delimiter.around("question", question));
        return List.of(SystemMessage.from(RULES.formatted(delimiter.rule())), UserMessage.from(text.toString()));
    }

    private static String beginning(String answer) {
        return answer.length() <= CHARACTERS_OF_AN_ANSWER ? answer : answer.substring(0, CHARACTERS_OF_AN_ANSWER) + "…";
    }

    /** The question that the model wrote, if it wrote one that can be searched for. */
    static Optional<String> read(String reply) {
        return reply.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(line -> line.replaceAll("^[\"“”'«]+|[\"“”'»]+$", "").strip())
                .filter(line -> !line.isEmpty() && line.length() <= SearchRequest.LONGEST_QUESTION);
    }
}
