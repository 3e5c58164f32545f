package ai.magibu.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as the page receives it: server-sent events. Closing it closes the connection. */
final class AnswerEvents implements AutoCloseable {

    record Event(String name, JsonNode data) {}

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    AnswerEvents(Api api, Object question) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + "/api/ask"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .header(Api.CSRF_HEADER, api.csrfToken())
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(question)))
                .build();
        try {
            response = api.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    int status() {
        return response.statusCode();
    }

    String contentType() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    /** Returns the next event; empty at the end. */
    Optional<Event> next() {
        String name = "";
        StringBuilder data = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5));
                } else if (line.isEmpty() && !name.isEmpty()) {
                    return Optional.of(new Event(name, JsonMapper.shared().readTree(data.toString())));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the next event of that name. */
    Event next(String name) {
        while (true) {
            Event event = next().orElseThrow(() -> new AssertionError("no event " + name));
            if (event.name().equals(name)) {
                return event;
            }
        }
    }

    List<Event> all() {
        List<Event> events = new ArrayList<>();
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
