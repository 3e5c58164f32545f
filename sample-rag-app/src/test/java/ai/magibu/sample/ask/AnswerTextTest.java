package ai.magibu.sample.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTextTest {

    @Test
    void allThatIsShownIsTheAnswerHoweverItIsCutIntoPieces() {
        String said = "<think>Hm [9] NOT_IN_DOCUMENTS?</think>\n\nNe [1], ne [2][9] ne [1, 7].\n\n- İyi NOT. [] [a] [12345] x[";
        String shown = "Ne [1], ne [2] ne [1].\n\n- İyi NOT. [] [a] [12345] x[";
        for (int size = 1; size <= said.length(); size++) {
            AnswerText text = new AnswerText(2);
            StringBuilder all = new StringBuilder();
            for (int at = 0; at < said.length(); at += size) {
                all.append(text.add(said.substring(at, Math.min(said.length(), at + size))));
            }
            all.append(text.end());

            assertThat(all.toString()).as("pieces of " + size).isEqualTo(shown).isEqualTo(text.shown());
            assertThat(text.isInDocuments()).isTrue();
        }
    }

    @Test
    void markIsNeverShownNorAnyPartOfIt() {
        for (String said : new String[] {"NOT_IN_DOCUMENTS", " \"not_in_documents\".", "<think>a</think>**NOT_IN_DOCUMENTS**"}) {
            AnswerText text = new AnswerText(2);
            for (int at = 0; at < said.length(); at++) {
                assertThat(text.add(said.substring(at, at + 1))).isEmpty();
            }
            assertThat(text.end()).isEmpty();
            assertThat(text.isInDocuments()).isFalse();
        }
    }

    @Test
    void wordsBeforeTheMarkStandAndThoseAfterItDoNotCome() {
        AnswerText text = new AnswerText(2);

        assertThat(text.add("Belgelerde yok. NOT_IN_")).isEqualTo("Belgelerde yok.");
        assertThat(text.add("DOCUMENTS Üzgünüm.")).isEmpty();
        assertThat(text.end()).isEmpty();
        assertThat(text.isInDocuments()).isFalse();
    }

    @Test
    void unfinishedThoughtsAreNoAnswer() {
        AnswerText text = new AnswerText(2);
        assertThat(text.add("<think>Düşünüyorum").concat(text.end())).isEmpty();
        assertThat(text.isInDocuments()).isTrue();
    }
}
