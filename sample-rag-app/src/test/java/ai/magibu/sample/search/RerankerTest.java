package ai.magibu.sample.search;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.store.FoundChunk;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class RerankerTest {

    private final List<JoinedPassage> passages = List.of(passage("kısa"), passage("en uzun metin"), passage("orta boy"));

    @Test
    void scoringModelOfTheApplicationOrdersThePassages() {
        Reranker reranker = new Reranker(beans((segments, question) -> Response.from(
                segments.stream().map(segment -> (double) segment.text().length() + question.length()).toList())));

        List<JoinedPassage> ordered = reranker.rerank("soru", passages);

        assertThat(reranker.candidates(5)).isEqualTo(25);
        assertThat(reranker.candidates(50)).isEqualTo(50);
        assertThat(ordered).extracting(JoinedPassage::text).containsExactly("en uzun metin", "orta boy", "kısa");
        assertThat(ordered.get(0).score()).isEqualTo("Başlık\nen uzun metin".length() + "soru".length());
    }

    @Test
    void withoutAModelNothingChanges() {
        Reranker reranker = new Reranker(new StaticListableBeanFactory().getBeanProvider(ScoringModel.class));

        assertThat(reranker.candidates(5)).isEqualTo(5);
        assertThat(reranker.rerank("soru", passages)).isSameAs(passages);
    }

    @Test
    void failingModelLeavesTheOrderOfTheSearch() {
        Reranker failing = new Reranker(beans((segments, question) -> {
            throw new IllegalStateException("no more memory");
        }));
        Reranker incomplete = new Reranker(beans((segments, question) -> Response.from(List.of(1.0))));

        assertThat(failing.rerank("soru", passages)).isSameAs(passages);
        assertThat(incomplete.rerank("soru", passages)).isSameAs(passages);
    }

    private static ObjectProvider<ScoringModel> beans(ScoringModel model) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("scoring", model);
        return beans.getBeanProvider(ScoringModel.class);
    }

    private static JoinedPassage passage(String text) {
        FoundChunk chunk = new FoundChunk(
                1, 0.5, new UUID(0, 1), "a.md", "Başlık", List.of(), OffsetDateTime.MIN, 0, 0, text.length(), text);
        return new JoinedPassage(chunk, chunk, text, 0.1, 0.5, Set.of("vector"));
    }
}
