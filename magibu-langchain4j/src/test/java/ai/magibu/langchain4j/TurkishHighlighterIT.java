package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TurkishHighlighterIT {

    private static TurkishHighlighter highlighter;

    @BeforeAll
    static void start() throws Exception {
        highlighter = new TurkishHighlighter(new ChunkTable(TestDatabase.empty()).dataSource());
    }

    @Test
    void marksTheQuestionsWordsInAnyForm() {
        assertThat(marked("kapı kolu için göl", "😀 KAPININ kolu. Kapılar kolay değil, Gölü’nün kapıları."))
                .containsExactly("KAPININ", "kolu", "Kapılar", "Gölü", "kapıları");
        assertThat(marked("Fransa'nın nüfusu", "Almanya'nın ve Fransa’nın nüfusları")).containsExactly("Fransa", "nüfusları");
        assertThat(marked("obrien", "O'Brien ve O")).containsExactly("O'Brien");
        assertThat(marked("cumhurbaşkanı", "Cumhur\u00ADbaş\u00ADkanı konuştu")).containsExactly("Cumhur\u00ADbaş\u00ADkanı");
    }

    /** Without its Turkish letters, "kişinin" has the stem of "kışın". */
    @Test
    void wordsThatMeetOnlyWithoutTurkishLettersAreMarkedOnlyForQuestionsWithoutThem() {
        assertThat(marked("kışın", "kişinin kışı kışın")).containsExactly("kışı", "kışın");
        assertThat(marked("golu", "Gölü")).containsExactly("Gölü");
    }

    @Test
    void marksNoStopWordsAndNothingForAnEmptyQuestion() {
        assertThat(marked("bir soru", "bir kez bir soru")).containsExactly("soru");
        assertThat(marked("ve ile", "bu ve o")).isEmpty();
        assertThat(marked("", "metin")).isEmpty();
        assertThat(highlighter.highlight("soru", List.of())).isEmpty();
        assertThat(highlighter.highlight("a\0b", List.of("", "a"))).hasSize(2);
    }

    private static List<String> marked(String question, String text) {
        return highlighter.highlight(question, List.of(text)).get(0).stream()
                .map(span -> text.substring(span.start(), span.end()))
                .toList();
    }
}
