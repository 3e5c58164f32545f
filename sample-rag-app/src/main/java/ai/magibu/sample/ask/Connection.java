package ai.magibu.sample.ask;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one call goes over: it can be closed from outside. LangChain4j's own handle comes with the first word only, and a model
 * may be silent before it. Where not even the headers have come, the connection is closed as soon as they do.
 */
final class Connection implements HttpClient, HttpClientBuilder {

    private final HttpClient http;
    private @Nullable InputStream body;
    private boolean closed;

    Connection(HttpClient http) {
        this.http = http;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        return http.execute(request);
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        http.execute(request, (stream, events) -> {
            opened(stream);
            parser.parse(stream, events);
        }, listener);
    }

    private synchronized void opened(InputStream stream) {
        body = stream;
        if (closed) {
            close();
        }
    }

    synchronized boolean isOpened() {
        return body != null;
    }

    synchronized void close() {
        closed = true;
        if (body != null) {
            try {
                body.close(); // which ends a read that waits
            } catch (IOException e) {
                // It was to be closed, and is.
            }
        }
    }

    // As a builder it gives itself: the timeouts are the shared client's.

    @Override
    public @Nullable Duration connectTimeout() {
        return null;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public @Nullable Duration readTimeout() {
        return null;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return this;
    }
}
