package ai.magibu.sample.web;

import ai.magibu.sample.ask.Answer;
import ai.magibu.sample.ask.AnswerListener;
import ai.magibu.sample.search.FoundPassage;
import ai.magibu.sample.web.AskController.WholeAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.async.DeferredResult;

/** Collects an answer. */
final class WholeAnswerListener implements AnswerListener {

    private final DeferredResult<WholeAnswer> result = new DeferredResult<>(0L); // the chat model has its own limits of time
    private volatile @Nullable String standalone;
    private volatile List<FoundPassage> passages = List.of();

    DeferredResult<WholeAnswer> result() {
        return result;
    }

    @Override
    public void standalone(String question) {
        standalone = question;
    }

    @Override
    public void passages(List<FoundPassage> found) {
        passages = found;
    }

    @Override
    public void token(String text) {}

    @Override
    public void answered(Answer answer) {
        result.setResult(new WholeAnswer(answer, standalone, passages));
    }

    @Override
    public void failed(RuntimeException failure) {
        result.setErrorResult(failure);
    }

    @Override
    public void waiting() {}
}
