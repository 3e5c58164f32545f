package ai.magibu.sample.ask;

import ai.magibu.sample.search.FoundPassage;
import java.util.List;

/** Passes on what the chat model says of the passages. */
final class Answering implements ChatListener {

    private final String model;
    private final List<FoundPassage> passages;
    private final AnswerListener listener;
    private final AnswerText text;

    Answering(String model, List<FoundPassage> passages, AnswerListener listener) {
        this.model = model;
        this.passages = passages;
        this.listener = listener;
        text = new AnswerText(passages.size());
    }

    @Override
    public void piece(String piece) {
        show(text.add(piece));
    }

    private void show(String more) {
        if (!more.isEmpty()) {
            listener.token(more);
        }
    }

    @Override
    public void complete() {
        show(text.end());
        if (!text.isInDocuments()) {
            listener.answered(Answer.of(text.shown(), model, Answer.NOT_IN_DOCUMENTS));
        } else if (text.shown().isEmpty()) {
            failed(ChatFailure.FAILED);
        } else {
            listener.answered(Answer.of(text.shown(), model, null));
        }
    }

    @Override
    public void failed(ChatFailure failure) {
        listener.failed(new ChatFailedException(failure, model, passages, text.shown()));
    }

    @Override
    public void waiting() {
        listener.waiting();
    }
}
