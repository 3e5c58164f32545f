package ai.magibu.sample.search;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.scoring.ScoringModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Orders the best passages anew, where the application has a {@link ScoringModel} of LangChain4j's: a cross-encoder, mostly. */
@Component
class Reranker {

    private static final Logger log = LoggerFactory.getLogger(Reranker.class);

    /** A cross-encoder reads each of them together with the question. */
    private static final int CANDIDATES = 25;

    private final @Nullable ScoringModel model;

    Reranker(ObjectProvider<ScoringModel> models) {
        model = models.getIfUnique();
    }

    /** How many passages it wants, to choose k from. */
    int candidates(int k) {
        return model == null ? k : Math.max(k, CANDIDATES);
    }

    /** All of them, the best first, with the model's scores; unchanged where there is no model, or it fails. */
    List<JoinedPassage> rerank(String question, List<JoinedPassage> passages) {
        if (model == null || passages.isEmpty()) {
            return passages;
        }
        try {
            List<TextSegment> segments = passages.stream()
                    .map(passage -> TextSegment.from(passage.first().title() + "\n" + passage.text()))
                    .toList();
            List<Double> scores = model.scoreAll(segments, question).content();
            return IntStream.range(0, passages.size())
                    .mapToObj(i -> passages.get(i).withScore(scores.get(i)))
                    .sorted(Comparator.comparingDouble(JoinedPassage::score).reversed())
                    .toList();
        } catch (RuntimeException e) {
            log.warn("The scoring model failed; the passages stay in the order of the search", e);
            return passages;
        }
    }
}
