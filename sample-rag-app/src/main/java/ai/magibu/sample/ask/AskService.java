package ai.magibu.sample.ask;

import ai.magibu.sample.search.SearchService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Answers questions out of the passages that the search finds. */
@Service
public class AskService {

    private final SearchService search;
    private final ChatClient chat;
    private final ChatProperties properties;

    AskService(SearchService search, ChatClient chat, ChatProperties properties) {
        this.search = search;
        this.chat = chat;
        this.properties = properties;
    }

    /** Null where none is configured. */
    public @Nullable String chatModelName() {
        return chat.modelName();
    }

    /**
     * Returns without waiting for the chat model. The listener may be called before this returns, and from other threads.
     *
     * @throws RuntimeException what the search throws, where there is no history; the listener is not told then
     */
    public Asking ask(AskRequest request, AnswerListener listener) {
        Asking asking = new Asking(search, chat, properties, request, listener);
        asking.start();
        return asking;
    }
}
