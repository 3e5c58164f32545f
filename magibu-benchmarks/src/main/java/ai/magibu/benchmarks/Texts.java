package ai.magibu.benchmarks;

import java.util.StringJoiner;
import java.util.function.ToIntFunction;

/** Turkish texts of given numbers of tokens. They are deterministic, so that every subject reads the same ones. */
public final class Texts {

    private static final String[] WORDS = ("Ankara'da dün akşam başlayan yağmur sabaha kadar sürdü ve birçok sokakta su birikti belediye "
            + "ekipleri tıkanan ızgaraları temizlerken esnaf dükkânının önündeki suyu süpürüyordu öğleden sonra güneş açınca "
            + "parklar yeniden doldu yaşlılar gölgede satranç oynadı gençler dere boyunca koştu kitapçının vitrininde yeni "
            + "çıkan şiir kitapları vardı kütüphane ise sınav haftası olduğu için geç saate kadar açık kalacağını duyurdu")
            .split(" ");

    private final ToIntFunction<String> counter;

    /** @param counter the function that counts a text's tokens, including special tokens */
    public Texts(ToIntFunction<String> counter) {
        this.counter = counter;
    }

    /**
     * Returns a text of exactly this many tokens, or of a few less if the vocabulary does not allow it.
     *
     * @param first the number of the first word, so that texts of one length differ
     */
    public String ofTokens(int tokens, int first) {
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
        String text = words(fits, first);
        for (String filling : new String[] {" 7", " z", "."}) {
            String filled = text;
            while (counter.applyAsInt(filled) < tokens) {
                filled += filling;
            }
            if (counter.applyAsInt(filled) == tokens) {
                return filled;
            }
        }
        return text;
    }

    static String words(int count, int first) {
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < count; i++) {
            // the number of the round, so that no part of a long text repeats another
            text.add((first + i) % WORDS.length == 0 ? Integer.toString(first + i) : WORDS[(first + i) % WORDS.length]);
        }
        return text.toString();
    }
}
