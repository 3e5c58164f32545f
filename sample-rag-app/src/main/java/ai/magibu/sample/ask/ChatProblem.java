package ai.magibu.sample.ask;

import ai.magibu.sample.web.Problems;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Returns the code of a failure; the page has a text for each code. Messages of the chat model's server are not repeated. */
final class ChatProblem {

    private static final List<Map.Entry<Class<?>, String>> NAMES = List.of(
            Map.entry(AuthenticationException.class, "chat-unauthorized"), Map.entry(ModelNotFoundException.class, "chat-not-found"),
            Map.entry(RateLimitException.class, "chat-rate-limited"), Map.entry(TimeoutException.class, "chat-timeout"),
            Map.entry(HttpException.class, "chat-failed"), Map.entry(ConnectException.class, "chat-unreachable"),
            Map.entry(UnresolvedModelServerException.class, "chat-unreachable"), Map.entry(IOException.class, "chat-interrupted"));

    private ChatProblem() {}

    static String of(Throwable failure) {
        if (!Problems.code(failure).equals("internal")) {
            return Problems.code(failure); // a failure of the database, which can also be caused by a connection
        }
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
        return NAMES.stream()
                .filter(name -> causes.stream().anyMatch(name.getKey()::isInstance))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("internal");
    }
}
