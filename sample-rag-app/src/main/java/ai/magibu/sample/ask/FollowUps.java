package ai.magibu.sample.ask;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.rag.query.transformer.CompressingQueryTransformer;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the chat model rewrite a follow-up question so that it stands alone. If that fails, the question is searched unchanged. */
public final class FollowUps extends CompressingQueryTransformer {

    private static final Logger log = LoggerFactory.getLogger(FollowUps.class);

    public FollowUps(ChatModel model) {
        super(model);
    }

    @Override
    public Collection<Query> transform(Query query) {
        try {
            String rewritten = super.transform(query).iterator().next().text().replaceFirst("(?s)^\\s*<think>.*?</think>", "").strip();
            Conversation.of(query).rewritten().set(Search.checked(rewritten));
            return List.of(Query.from(rewritten, query.metadata()));
        } catch (RuntimeException e) {
            log.warn("A follow-up question is searched as it is: {}", ChatProblem.of(e));
            return List.of(query);
        }
    }
}
