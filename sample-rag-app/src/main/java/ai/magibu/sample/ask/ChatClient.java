package ai.magibu.sample.ask;

import ai.magibu.sample.DaemonThreads;
import ai.magibu.sample.startup.StartupProblem;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilderLoader;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** The chat model, through any OpenAI-compatible endpoint. Nobody waits for it: what it says is told as it comes. */
@Component
final class ChatClient implements SmartLifecycle {

    private final ChatProperties properties;
    private final boolean configured;
    private final HttpClient http;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("chat-clock"));
    private final Executor workers = Executors.newCachedThreadPool(new DaemonThreads("chat"));
    private final Set<ChatCall> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    ChatClient(ChatProperties properties) {
        if (StringUtils.hasText(properties.baseUrl()) != StringUtils.hasText(properties.model())) {
            throw new StartupProblem(
                    "Of sample.chat.base-url and sample.chat.model only one is set.",
                    "Set both for a chat model, for example http://localhost:11434/v1 and the name of a model that Ollama has; "
                            + "or none, for passages only.");
        }
        this.properties = properties;
        configured = StringUtils.hasText(properties.model());
        http = HttpClientBuilderLoader.loadHttpClientBuilder()
                .connectTimeout(properties.timeout())
                .readTimeout(properties.deadline()) // silence is watched by ChatCall; newer JDKs count the body in
                .build();
    }

    /** Null where none is configured. */
    @Nullable String modelName() {
        return configured ? properties.model() : null;
    }

    /**
     * @param silence longest wait for a sign of life
     * @param deadline longest time of all
     */
    ChatCall start(List<ChatMessage> messages, Duration silence, Duration deadline, ChatListener listener) {
        Connection connection = new Connection(http);
        ChatCall call = new ChatCall(connection, listener, clock, workers, silence, deadline, calls::remove);
        calls.add(call);
        call.watch();
        try {
            model(connection).chat(ChatRequest.builder().messages(messages).build(), call);
        } catch (RuntimeException e) {
            call.onError(e);
        }
        return call;
    }

    /** One for each call, so that its connection is known; it is no more than its settings. */
    private StreamingChatModel model(Connection connection) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(connection)
                .baseUrl(properties.baseUrl())
                .modelName(properties.model())
                .apiKey(StringUtils.hasText(properties.apiKey()) ? properties.apiKey() : "none")
                .temperature(0.0)
                .build();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the web server stops, which would wait for the answers. */
    @Override
    public void stop() {
        running = false;
        calls.forEach(call -> call.fail(ChatFailure.CUT));
        clock.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
