package ai.magibu.evaluation.internal.search;

import java.util.Comparator;

/** Orders texts by their code points, as Python's strings and the bytes of UTF-8 are ordered; {@code String} orders UTF-16 units. */
public enum CodePointOrder implements Comparator<String> {

    /** The order. */
    ASCENDING;

    @Override
    public int compare(String first, String second) {
        int length = Math.min(first.length(), second.length());
        for (int i = 0; i < length; i++) {
            char a = first.charAt(i);
            char b = second.charAt(i);
            if (a != b) {
                return Integer.compare(place(a), place(b));
            }
        }
        return Integer.compare(first.length(), second.length());
    }

    /** Surrogates stand for the code points above all others. */
    private static int place(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
