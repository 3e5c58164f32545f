package ai.magibu.sample.ask;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question.
 *
 * @param answer the chat model's words, with citations such as [1]; null where there are none
 * @param answered whether they answer the question
 * @param sentences the answer's, each with the passages that it cites
 * @param citations the numbers of the passages that the answer cites, each once, in its order
 * @param chatModel the name of the chat model; null where none is configured
 * @param note why the question is not answered; null where it is
 */
public record Answer(
        @Nullable String answer,
        boolean answered,
        List<Sentence> sentences,
        List<Integer> citations,
        @Nullable String chatModel,
        @Nullable String note) {

    static final String NO_CHAT_MODEL = "no-chat-model";
    static final String NO_DOCUMENTS = "no-documents";
    static final String NOT_IN_DOCUMENTS = "not-in-documents";

    static Answer of(String answer, @Nullable String chatModel, @Nullable String note) {
        List<Sentence> sentences = Sentences.of(answer);
        List<Integer> citations =
                sentences.stream().flatMap(sentence -> sentence.citations().stream()).distinct().toList();
        return new Answer(answer.isEmpty() ? null : answer, note == null, sentences, citations, chatModel, note);
    }
}
