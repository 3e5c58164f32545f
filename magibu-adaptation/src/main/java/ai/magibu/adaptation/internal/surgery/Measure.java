package ai.magibu.adaptation.internal.surgery;

import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.adaptation.api.TextTokens;
import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.count.TextCounts;
import ai.magibu.adaptation.internal.tokenizer.PartTokens;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Measures the tokens of texts. Not safe for concurrent use. */
public final class Measure {

    private final Encoder teacher;
    private final Encoder pruned;
    private final Encoder adapted;

    /**
     * Prepares three models.
     *
     * @param addedTokens the teacher's added tokens
     */
    public Measure(BpeModel teacher, Surgery.Models models, Collection<String> addedTokens) {
        this.teacher = new Encoder(teacher, addedTokens);
        this.pruned = new Encoder(models.pruned(), addedTokens);
        this.adapted = new Encoder(models.adapted(), addedTokens);
    }

    /** Returns the tokens of some texts, whose parts were cut for the teacher. */
    public TextFertility of(String language, String name, boolean heldOut, TextCounts counts) {
        long letterWords = counts.parts().entrySet().stream().filter(part -> isWord(part.getKey())).mapToLong(Map.Entry::getValue).sum();
        return new TextFertility(language, name, heldOut, counts.words(), letterWords, counts.characters(), teacher.count(counts),
                pruned.count(counts), adapted.count(counts));
    }

    private static boolean isWord(String part) {
        return part.codePoints().anyMatch(Character::isLetter);
    }

    private static final class Encoder {

        private final PartTokens tokens;
        private final Set<Integer> bytes = new HashSet<>();

        Encoder(BpeModel model, Collection<String> addedTokens) {
            tokens = new PartTokens(model, addedTokens);
            for (int value = 0; value < 256; value++) {
                bytes.add(model.byteId(value));
            }
        }

        TextTokens count(TextCounts counts) {
            long all = 0;
            long whole = 0;
            long inBytes = 0;
            for (Map.Entry<String, Long> part : counts.parts().entrySet()) {
                int[] ids = tokens.of(part.getKey());
                long count = part.getValue();
                all += ids.length * count;
                whole += ids.length == 1 && isWord(part.getKey()) ? count : 0;
                for (int id : ids) {
                    inBytes += bytes.contains(id) ? count : 0;
                }
            }
            return new TextTokens(all, whole, inBytes);
        }
    }
}
