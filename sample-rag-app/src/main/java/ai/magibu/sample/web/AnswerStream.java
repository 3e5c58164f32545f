package ai.magibu.sample.web;

import ai.magibu.sample.ask.Answer;
import ai.magibu.sample.ask.AnswerListener;
import ai.magibu.sample.ask.Asking;
import ai.magibu.sample.search.FoundPassage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sends an answer as server-sent events while it is written, and stops the chat model when the client has gone. */
final class AnswerStream implements AnswerListener {

    private final SseEmitter emitter = new SseEmitter(0L); // the chat model has its own limits of time
    private @Nullable Asking asking;
    private boolean gone;

    AnswerStream() {
        emitter.onCompletion(this::gone);
        emitter.onError(e -> gone());
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** What is to be stopped. */
    synchronized void follows(Asking started) {
        asking = started;
        if (gone) {
            started.cancel();
        }
    }

    private synchronized void gone() {
        gone = true;
        if (asking != null) {
            asking.cancel();
        }
    }

    @Override
    public void standalone(String question) {
        send(SseEmitter.event().name("question").data(Map.of("standalone", question)));
    }

    @Override
    public void passages(List<FoundPassage> passages) {
        send(SseEmitter.event().name("passages").data(Map.of("passages", passages)));
    }

    @Override
    public void token(String text) {
        send(SseEmitter.event().name("token").data(Map.of("text", text)));
    }

    @Override
    public void answered(Answer answer) {
        send(SseEmitter.event().name("answer").data(answer));
        emitter.complete();
    }

    @Override
    public void failed(RuntimeException failure) {
        ProblemDetail problem = Problems.of(failure);
        Map<String, Object> data = new HashMap<>(); // "reason" may be null
        data.put("status", problem.getStatus());
        data.put("detail", problem.getDetail());
        data.put("reason", problem.getProperties() == null ? null : problem.getProperties().get("reason"));
        send(SseEmitter.event().name("problem").data(data));
        emitter.complete();
    }

    @Override
    public void waiting() {
        send(SseEmitter.event().comment("still here"));
    }

    private void send(SseEmitter.SseEventBuilder event) {
        try {
            emitter.send(event);
        } catch (IOException | IllegalStateException e) {
            gone();
        }
    }
}
