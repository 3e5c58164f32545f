package ai.magibu.sample.ask;

import ai.magibu.sample.search.FoundPassage;
import ai.magibu.sample.search.SearchRequest;
import ai.magibu.sample.search.SearchService;
import ai.magibu.sample.startup.StartupProblem;
import ai.magibu.sample.store.ChunkFilter;
import ai.magibu.sample.store.SearchMode;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

/** Answers a question out of the passages that the search finds. */
@Service
public class AskService {

    private static final Logger log = LoggerFactory.getLogger(AskService.class);

    private static final String NO_CHAT_MODEL = "No chat model is set, so these are the best passages. "
            + "For worded answers set sample.chat.base-url and sample.chat.model.";

    private final SearchService search;
    private final @Nullable String modelName;
    private final @Nullable ChatModel chatModel;

    AskService(SearchService search, ChatProperties properties) {
        this.search = search;
        if (StringUtils.hasText(properties.baseUrl()) != StringUtils.hasText(properties.model())) {
            throw new StartupProblem(
                    "Of sample.chat.base-url and sample.chat.model only one is set.",
                    "Set both for a chat model, for example http://localhost:11434/v1 and the name of a model that Ollama has; "
                            + "or none, for passages only.");
        }
        boolean configured = StringUtils.hasText(properties.model());
        modelName = configured ? properties.model() : null;
        chatModel = configured
                ? OpenAiChatModel.builder()
                        .baseUrl(properties.baseUrl())
                        .modelName(properties.model())
                        .apiKey(StringUtils.hasText(properties.apiKey()) ? properties.apiKey() : "none")
                        .timeout(properties.timeout())
                        .temperature(0.0)
                        .maxRetries(0)
                        .build()
                : null;
    }

    /** Null where none is configured. */
    public @Nullable String chatModelName() {
        return modelName;
    }

    /**
     * @param k how many passages to answer from
     * @throws IllegalArgumentException as in {@link SearchRequest}
     * @throws ChatFailedException where a chat model is configured and does not answer
     */
    public Answer ask(String question, int k) {
        List<FoundPassage> passages = search.search(new SearchRequest(question, k, SearchMode.HYBRID, ChunkFilter.NONE));
        if (chatModel == null) {
            return new Answer(null, List.of(), null, NO_CHAT_MODEL, passages);
        }
        if (passages.isEmpty()) {
            return new Answer(null, List.of(), modelName, "There are no documents to answer from.", passages);
        }
        try {
            String answer = chatModel.chat(AnswerPrompt.messages(question, passages)).aiMessage().text();
            if (!StringUtils.hasText(answer)) {
                throw new IllegalStateException("the answer is empty");
            }
            return new Answer(answer, AnswerPrompt.citations(answer, passages), modelName, null, passages);
        } catch (RuntimeException e) {
            log.warn("The chat model {} failed", modelName, e);
            throw new ChatFailedException(reason(e), e instanceof TimeoutException, passages, e);
        }
    }

    private String reason(RuntimeException failure) {
        String chat = "The chat model \"" + modelName + "\" ";
        if (failure instanceof TimeoutException) {
            return chat + "did not answer in time (sample.chat.timeout).";
        } else if (failure instanceof AuthenticationException) {
            return chat + "refuses the key (sample.chat.api-key).";
        } else if (failure instanceof ModelNotFoundException) {
            return chat + "is not known to the endpoint (sample.chat.model).";
        } else if (failure instanceof RateLimitException) {
            return chat + "is asked too often at the moment. Try again later.";
        } else if (failure instanceof UnresolvedModelServerException) {
            return chat + "cannot be reached (sample.chat.base-url).";
        }
        return chat + "failed; the log says why.";
    }
}
