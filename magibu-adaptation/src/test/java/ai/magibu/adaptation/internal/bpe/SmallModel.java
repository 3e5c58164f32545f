package ai.magibu.adaptation.internal.bpe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Models made by hand. */
final class SmallModel {

    private SmallModel() {}

    /**
     * Returns a model.
     *
     * @param characters the characters with a token
     * @param merges pairs such as {@code "ki tap"}, in the order of their ranks
     */
    static BpeModel of(String characters, String... merges) {
        Set<String> tokens = new LinkedHashSet<>();
        IntStream.range(0, 256).mapToObj(BpeModel::byteToken).forEach(tokens::add);
        characters.codePoints().mapToObj(Character::toString).forEach(tokens::add);
        for (String merge : merges) {
            tokens.add(merge.replace(" ", ""));
        }
        List<String> all = new ArrayList<>(tokens);
        List<Merge> ranked = new ArrayList<>();
        for (String merge : merges) {
            String[] parts = merge.split(" ", -1);
            ranked.add(new Merge(all.indexOf(parts[0]), all.indexOf(parts[1]), all.indexOf(parts[0] + parts[1])));
        }
        return new BpeModel(all, ranked);
    }

    /** Returns the tokens of a word. */
    static List<String> segments(BpeModel model, String word) {
        return IntStream.of(new Segmenter(model).segment(word)).mapToObj(model::token).toList();
    }
}
