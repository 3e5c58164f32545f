package ai.magibu.sample.ask;

import static dev.langchain4j.store.embedding.filter.Filter.not;
import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The context of a question. Each request has its own, so that LangChain4j keeps a separate memory.
 *
 * @param documents the documents to search; empty for all
 * @param from the first day of upload to search, or null; {@code to} is the last
 * @param rewritten the question that was searched instead of a follow-up
 */
public record Conversation(List<Turn> history, List<UUID> documents, LocalDate from, LocalDate to, AtomicReference<String> rewritten) {

    public record Turn(String question, String answer) {
        public Turn {
            if (question == null || question.isBlank() || answer == null || answer.isBlank()) {
                throw new IllegalArgumentException("Every turn in the history needs a question and an answer.");
            }
        }
    }

    private static final int MESSAGES = 12;

    Conversation(List<Turn> history, List<UUID> documents, LocalDate from, LocalDate to) {
        this(history, documents, from, to, new AtomicReference<>());
    }

    /** Returns the conversation of a query; the pipeline carries it as the id of the memory. */
    public static Conversation of(Query query) {
        return query.metadata() != null && query.metadata().chatMemoryId() instanceof Conversation conversation
                ? conversation
                : new Conversation(List.of(), List.of(), null, null);
    }

    Query query(String question) {
        return Query.from(question, Metadata.from(UserMessage.from(question), this, List.of()));
    }

    /** Returns the filter of the search; null if it is unlimited. Not isNotIn: the store's SQL lacks brackets around it. */
    public Filter filter(List<UUID> without) {
        return Stream.of(
                documents.isEmpty() ? null : metadataKey("document_id").isIn(documents),
                from == null ? null : metadataKey("uploaded_on").isGreaterThanOrEqualTo(from.toString()),
                to == null ? null : metadataKey("uploaded_on").isLessThanOrEqualTo(to.toString()),
                without.isEmpty() ? null : not(metadataKey("document_id").isIn(without)))
                .filter(limit -> limit != null)
                .reduce((left, right) -> left.and(right))
                .orElse(null);
    }

    /** Returns the initial memory of the chat model. */
    public ChatMemory memory() {
        ChatMemory memory = MessageWindowChatMemory.builder()
                .id(this).maxMessages(MESSAGES).alwaysKeepSystemMessageFirst(true)
                .build();
        history.forEach(turn -> memory.add(List.of(UserMessage.from(turn.question()), AiMessage.from(turn.answer()))));
        return memory;
    }
}
