package ai.magibu.sample.ask;

import ai.magibu.sample.search.FoundPassage;
import ai.magibu.sample.search.SearchRequest;
import ai.magibu.sample.search.SearchService;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A question on its way to an answer: made to stand alone where it follows up others, searched, answered from the passages. */
public final class Asking {

    private static final Logger log = LoggerFactory.getLogger(Asking.class);

    private final SearchService search;
    private final ChatClient chat;
    private final ChatProperties properties;
    private final AskRequest request;
    private final AnswerListener listener;
    private @Nullable ChatCall call;
    private boolean cancelled;

    Asking(SearchService search, ChatClient chat, ChatProperties properties, AskRequest request, AnswerListener listener) {
        this.search = search;
        this.chat = chat;
        this.properties = properties;
        this.request = request;
        this.listener = listener;
    }

    /** Nobody waits for the answer any more: the chat model is stopped, and the listener told nothing more. */
    public synchronized void cancel() {
        cancelled = true;
        if (call != null) {
            call.cancel();
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    private synchronized void calling(ChatCall started) {
        call = started;
        if (cancelled) {
            started.cancel();
        }
    }

    void start() {
        if (request.history().isEmpty() || chat.modelName() == null) {
            answer(request.search());
        } else {
            makeStandalone();
        }
    }

    private void makeStandalone() {
        String question = request.search().question();
        StringBuilder reply = new StringBuilder();
        AnswerText text = new AnswerText(0);
        calling(chat.start(FollowUpPrompt.messages(request.history(), question), properties.rewriteTimeout(),
                properties.rewriteTimeout(), new ChatListener() {
                    @Override
                    public void piece(String piece) {
                        reply.append(text.add(piece));
                    }

                    @Override
                    public void complete() {
                        searchFor(FollowUpPrompt.read(reply.append(text.end()).toString()).orElse(question));
                    }

                    @Override
                    public void failed(ChatFailure failure) {
                        log.warn("The follow-up question is searched as it is: {}", failure.code());
                        searchFor(question);
                    }

                    @Override
                    public void waiting() {
                        listener.waiting();
                    }
                }));
    }

    private void searchFor(String question) {
        try {
            SearchRequest standalone = request.search().withQuestion(question);
            if (!standalone.question().equals(request.search().question())) {
                listener.standalone(standalone.question());
            }
            answer(standalone);
        } catch (RuntimeException e) { // thrown at nobody, on this thread
            listener.failed(e);
        }
    }

    private void answer(SearchRequest question) {
        if (isCancelled()) {
            return;
        }
        List<FoundPassage> passages = search.search(question);
        listener.passages(passages);
        String model = chat.modelName();
        if (model == null) {
            listener.answered(Answer.of("", null, Answer.NO_CHAT_MODEL));
        } else if (passages.isEmpty()) {
            listener.answered(Answer.of("", model, Answer.NO_DOCUMENTS));
        } else {
            calling(chat.start(AnswerPrompt.messages(question.question(), passages), properties.timeout(), properties.deadline(),
                    new Answering(model, passages, listener)));
        }
    }
}
