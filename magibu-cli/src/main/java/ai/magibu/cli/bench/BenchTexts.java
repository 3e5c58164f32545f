package ai.magibu.cli.bench;

import java.util.StringJoiner;
import java.util.function.ToIntFunction;

/** Makes Turkish texts of given numbers of tokens. */
final class BenchTexts {

    private static final String[] WORDS = ("sabah erkenden uyanan çocuklar bahçedeki yaşlı ceviz ağacının altında oyun oynarken "
            + "komşunun küçük köpeği sessizce kapıdan içeri girdi ve mutfaktaki taze ekmeğin kokusunu aldı ardından "
            + "yağmur başladı rüzgâr şiddetlendi İstanbul'un ışıkları uzaktan göründü öğretmenimiz geçen hafta "
            + "kütüphanede okuduğumuz kitabın yazarını anlattı çünkü üniversite sınavına hazırlananlar için "
            + "düzenli çalışmanın önemi büyüktür oysa günümüzde bilgisayarlar birçok işi kolaylaştırıyor")
            .split(" ");

    /** Fillers after the last word that fits. In most vocabularies the first one is a token of its own each time. */
    private static final String[] FILLINGS = {"7", "z", "."};

    /** More are never needed to fill the place of one word. */
    private static final int MAX_FILLINGS = 64;

    private final ToIntFunction<String> counter;

    /** @param counter a text's tokens, special tokens included */
    BenchTexts(ToIntFunction<String> counter) {
        this.counter = counter;
    }

    /**
     * Returns a text of exactly that number of tokens, or of fewer if the vocabulary does not allow that number.
     *
     * @param first the word it begins with, so that texts of one length differ
     */
    String ofTokens(int tokens, int first) {
        int fitting = mostWords(tokens, first);
        for (int words = fitting; words >= Math.max(0, fitting - 2); words--) {
            for (String filling : FILLINGS) {
                String text = filledUp(words(words, first), filling, tokens);
                if (counter.applyAsInt(text) == tokens) {
                    return text;
                }
            }
        }
        return words(fitting, first);
    }

    /** Searches by bisection, because counting the tokens of a long text takes time. */
    private int mostWords(int tokens, int first) {
        int fits = 0;
        int bound = tokens;
        while (fits < bound) {
            int middle = (fits + bound + 1) / 2;
            if (counter.applyAsInt(words(middle, first)) <= tokens) {
                fits = middle;
            } else {
                bound = middle - 1;
            }
        }
        return fits;
    }

    private String filledUp(String words, String filling, int tokens) {
        String text = words;
        for (int added = 0; added < MAX_FILLINGS && counter.applyAsInt(text) < tokens; added++) {
            text += filling;
        }
        return text;
    }

    private static String words(int count, int first) {
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < count; i++) {
            text.add(WORDS[(first + i) % WORDS.length]);
        }
        return text.toString();
    }
}
