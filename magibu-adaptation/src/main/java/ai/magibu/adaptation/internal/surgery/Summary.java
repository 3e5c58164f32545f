package ai.magibu.adaptation.internal.surgery;

import ai.magibu.adaptation.api.CountedTexts;
import ai.magibu.adaptation.api.NewToken;
import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.bpe.Segmenter;
import java.util.ArrayList;
import java.util.List;

/** The changes of a surgery. */
public final class Summary {

    private final List<NewToken> newTokens = new ArrayList<>();
    private final List<String> unreachable = new ArrayList<>();
    private int returned;

    /** Compares the models. */
    public Summary(BpeModel teacher, Surgery.Models models) {
        BpeModel adapted = models.adapted();
        Segmenter former = new Segmenter(teacher);
        Segmenter now = new Segmenter(adapted);
        for (int id = models.pruned().tokens().size(); id < adapted.tokens().size(); id++) {
            String token = adapted.token(id);
            List<String> parts = new ArrayList<>();
            for (int part : former.segment(token)) {
                parts.add(teacher.token(part));
            }
            newTokens.add(new NewToken(token, parts));
            if (teacher.id(token) >= 0) {
                returned++;
            }
            if (!now.reaches(id)) {
                unreachable.add(token);
            }
        }
    }

    /** Returns the new tokens in the order of their IDs. */
    public List<NewToken> newTokens() {
        return newTokens;
    }

    /** Returns the new tokens that the model does not make of their own text. */
    public List<String> unreachable() {
        return unreachable;
    }

    /** Returns how many new tokens the teacher has and the pruning removed. */
    public int returned() {
        return returned;
    }

    /** Returns the figures of the counted texts. */
    public static List<CountedTexts> texts(List<LanguageCounts> languages) {
        double sum = languages.stream().mapToDouble(LanguageCounts::weight).sum();
        return languages.stream().map(language -> new CountedTexts(language.language(), language.weight() / sum,
                language.text().texts(), language.text().words(), language.text().characters(), language.text().decomposed(),
                language.list().parts().size())).toList();
    }
}
