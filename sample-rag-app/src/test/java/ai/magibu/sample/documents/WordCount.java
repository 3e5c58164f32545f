package ai.magibu.sample.documents;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.StringTokenizer;

/** A tokenizer whose tokens are words, so that tests can be counted on one's fingers. */
final class WordCount implements TokenCountEstimator {

    @Override
    public int estimateTokenCountInText(String text) {
        return new StringTokenizer(text).countTokens();
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        throw new UnsupportedOperationException();
    }
}
