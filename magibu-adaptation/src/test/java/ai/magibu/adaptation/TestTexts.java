package ai.magibu.adaptation;

import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.adaptation.corpus.Corpus;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The texts of the tests; see the README next to them. */
final class TestTexts {

    private TestTexts() {}

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(TestTexts.class.getResource("/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Corpus corpus(String language, String... names) {
        return new Corpus(language, List.of(names).stream().map(name -> resource("corpus/" + name + ".txt")).toList());
    }

    /** Adds Turkish: technical prose and a word list to learn from, general texts to measure. */
    static TokenizerSurgery turkish(TokenizerSurgery surgery) {
        return surgery.corpus(corpus("tr", "tr-libreoffice-help", "tr-manpages", "tr-php-manual"))
                .wordList("tr", resource("corpus/tr-word-frequencies-opensubtitles.txt"))
                .heldOut(corpus("tr", "tr-ud-boun-heldout"))
                .heldOut(corpus("tr", "tr-ud-kenet-heldout"));
    }

    static TextFertility fertility(SurgeryResult result, String name) {
        return result.fertility().stream().filter(texts -> texts.name().startsWith(name)).findFirst().orElseThrow();
    }
}
