package ai.magibu.sample.ask;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.rag.content.Content;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Receives a question and sends server-sent events: its passages, the answer piece by piece, and the outcome. */
@RestController
record AskController(
        ObjectProvider<Assistant> assistants, Search search, Passages passages, AsyncTaskExecutor applicationTaskExecutor,
        @Value("${sample.passages}") int passagesOfAnAnswer, @Value("${sample.chat.timeout}") Duration timeout) {

    private static final Logger log = LoggerFactory.getLogger(AskController.class);

    record Question(String question, List<Conversation.Turn> history, List<UUID> documents, LocalDate from, LocalDate to) {}

    @PostMapping("/api/ask")
    SseEmitter ask(@RequestBody Question asked) {
        Answer answer = new Answer(Search.checked(asked.question()), new Conversation(
                Objects.requireNonNullElse(asked.history(), List.of()),
                Objects.requireNonNullElse(asked.documents(), List.of()), asked.from(), asked.to()));
        answer.begin();
        return answer.emitter;
    }

    /** One answer. The threads of the retrieval and of the chat model call its methods. */
    private final class Answer {

        private final SseEmitter emitter = new SseEmitter(0L);
        private final CompletableFuture<Void> timer = new CompletableFuture<>();
        private final String question;
        private final Conversation conversation;
        private boolean ended;
        private StreamingHandle model;

        Answer(String question, Conversation conversation) {
            this.question = question;
            this.conversation = conversation;
        }

        void begin() {
            timer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionallyAsync(late -> end("problem", Map.of("code", "chat-timeout")), applicationTaskExecutor);
            applicationTaskExecutor.execute(this::run);
        }

        private void run() {
            Assistant assistant = assistants.getIfAvailable();
            try {
                if (assistant != null) {
                    answer(assistant);
                } else {
                    passages(search.search(conversation.query(question), search.retrievers("hybrid"), passagesOfAnAnswer));
                    end("end", Map.of("reason", "no-chat-model"));
                }
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void answer(Assistant assistant) {
            assistant.answer(conversation, question)
                    .onRetrieved(this::passages)
                    .onPartialThinkingWithContext((thought, context) -> handle(context.streamingHandle()))
                    .onPartialResponseWithContext((piece, context) -> {
                        handle(context.streamingHandle());
                        send("token", Map.of("text", piece.text()));
                    })
                    .onCompleteResponse(this::complete)
                    .onError(this::fail)
                    .start();
        }

        private void passages(List<Content> contents) {
            String searched = Objects.requireNonNullElse(conversation.rewritten().get(), question);
            send("passages", Map.of("question", searched, "passages", passages.of(searched, contents)));
        }

        /** Only a whole answer counts as the mark, so that a passage that contains the mark cannot suppress an answer. */
        private void complete(ChatResponse response) {
            String answer = Objects.requireNonNullElse(response.aiMessage().text(), "");
            String said = answer.replaceFirst("(?s)^\\s*<think>.*?</think>", "").strip();
            if (said.isEmpty() || response.finishReason() == null) {
                end("problem", Map.of("code", said.isEmpty() ? "chat-failed" : "chat-interrupted"));
            } else {
                end("end", Map.of("reason", said.matches(Assistant.NOT_IN_DOCUMENTS + "\\.?") ? "not-in-documents" : "answered"));
            }
        }

        /** Each piece of the answer comes with the handle, so an answer cannot be stopped before its first piece. */
        private synchronized void handle(StreamingHandle handle) {
            model = handle;
            if (ended) {
                end();
            }
        }

        private void fail(Throwable error) {
            log.warn("A question was not answered: {} ({})", ChatProblem.of(error), error.getClass().getName());
            log.debug("A question was not answered", error);
            end("problem", Map.of("code", ChatProblem.of(error)));
        }

        private synchronized void send(String event, Object data) {
            if (!ended) {
                try {
                    emitter.send(SseEmitter.event().name(event).data(data));
                } catch (IOException | IllegalStateException e) { // the client has left
                    end();
                }
            }
        }

        private synchronized Void end(String event, Object data) {
            send(event, data);
            return end();
        }

        /** Called again if the model still sends text afterwards, because LangChain4j then creates a new memory. */
        private synchronized Void end() {
            if (!ended) {
                ended = true;
                emitter.complete();
                timer.complete(null);
            }
            if (model != null) {
                model.cancel();
            }
            assistants.ifAvailable(assistant -> assistant.evictChatMemory(conversation));
            return null;
        }
    }
}
