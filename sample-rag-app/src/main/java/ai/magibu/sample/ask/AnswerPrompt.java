package ai.magibu.sample.ask;

import ai.magibu.sample.search.FoundPassage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/** What the chat model is told so that it answers from passages. */
final class AnswerPrompt {

    private static final String RULES = """
            You answer a question from numbered passages of the user's documents.
            - Use only what the passages say. Where they do not answer the question, write %s and nothing else.
            - After each statement cite its passage by number, like this: [1]. Several: [1][3].
            - Answer in the language of the question, briefly.
            - %s""";

    private AnswerPrompt() {}

    static List<ChatMessage> messages(String question, List<FoundPassage> passages) {
        List<String> quoted = new ArrayList<>(List.of(question));
        passages.forEach(passage -> quoted.addAll(List.of(passage.title(), passage.text())));
        Delimiter delimiter = Delimiter.notIn(quoted);
        StringBuilder text = new StringBuilder();
        for (FoundPassage passage : passages) {
            String title = passage.title().replaceAll("\\s+", " ");
            text.append("Passage [").append(passage.number()).append("]:\n")
                    .append(delimiter.around("passage", "Title: " + title + "\n\n" + passage.text()))
                    .append('\n');
        }
        text.append("The question to answer:\n").append(delimiter.around("question", question));
        return List.of(
                SystemMessage.from(RULES.formatted(AnswerText.NOT_IN_DOCUMENTS, delimiter.rule())),
                UserMessage.from(text.toString()));
    }
}
