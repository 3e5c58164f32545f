package ai.magibu.sample.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SentencesTest {

    @Test
    void eachSentenceHasItsCitationsFromBeforeOrAfterItsFullStop() {
        assertThat(Sentences.of("Suyu sodalıdır [1]. Donmaz.[2][3] Derindir. [4] Mavi [1, 2] ve berraktır!"))
                .containsExactly(
                        new Sentence("Suyu sodalıdır. ", List.of(1)),
                        new Sentence("Donmaz. ", List.of(2, 3)),
                        new Sentence("Derindir. ", List.of(4)),
                        new Sentence("Mavi ve berraktır!", List.of(1, 2)));
    }

    @Test
    void abbreviationsOrdinalsAndNumbersEndNoSentence() {
        assertThat(Sentences.of("Prof. Dr. Ak 19. yüzyılda 3.5 m, 1.650 m, M.Ö. 300 vb. demiştir [1]. Öyledir."))
                .containsExactly(
                        new Sentence("Prof. Dr. Ak 19. yüzyılda 3.5 m, 1.650 m, M.Ö. 300 vb. demiştir. ", List.of(1)),
                        new Sentence("Öyledir.", List.of()));
    }

    @Test
    void linesAndParagraphsEndSentencesAndTheWholeIsTheAnswerWithoutItsCitations() {
        List<Sentence> sentences = Sentences.of("[3] Önce:\n\n- Bal [1]\n- Süt [2][2]\n[1]\nSon");

        assertThat(sentences)
                .containsExactly(
                        new Sentence("Önce:\n\n", List.of(3)),
                        new Sentence("- Bal\n", List.of(1)),
                        new Sentence("- Süt\n", List.of(2, 1)),
                        new Sentence("Son", List.of()));
        assertThat(sentences.stream().map(Sentence::text).collect(Collectors.joining())).isEqualTo("Önce:\n\n- Bal\n- Süt\nSon");
        assertThat(Sentences.of("")).isEmpty();
        assertThat(Sentences.of("[1]")).isEmpty();
    }
}
