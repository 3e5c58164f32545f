package ai.magibu.sample.ask;

import ai.magibu.sample.search.FoundPassage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question.
 *
 * @param answer the chat model's words, with citations such as [1]; null where there is none
 * @param citations the numbers of the passages that the answer cites, each once, in its order
 * @param chatModel the name of the chat model; null where none is configured
 * @param note why there is no answer; null where there is one
 * @param passages what was found, the nearest first
 */
public record Answer(
        @Nullable String answer,
        List<Integer> citations,
        @Nullable String chatModel,
        @Nullable String note,
        List<FoundPassage> passages) {}
