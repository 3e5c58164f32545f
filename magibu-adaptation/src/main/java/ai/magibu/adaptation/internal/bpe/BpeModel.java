package ai.magibu.adaptation.internal.bpe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tokens and ranked merges with byte fallback: a character without a token becomes the tokens of its UTF-8 bytes. A token may have
 * several merges, as in tokenizers that were converted from SentencePiece. Immutable and safe for concurrent use.
 */
public final class BpeModel {

    /** Stands for a blank, and starts a word. */
    public static final char WORD_START = '\u2581';

    private final List<String> tokens;
    private final List<Merge> merges;
    private final Map<String, Integer> ids;
    private final PairMap ranks;
    private final PairMap characters;
    private final int[] bytes = new int[256];

    /**
     * Copies the lists.
     *
     * @param tokens the tokens; the place is the ID
     * @param merges the merges; the place is the rank
     * @throws IllegalArgumentException if a token or a pair occurs twice, a merge does not make the text of its parts, or a byte has no
     *     token
     */
    public BpeModel(List<String> tokens, List<Merge> merges) {
        this.tokens = List.copyOf(tokens);
        this.merges = List.copyOf(merges);
        this.ids = new HashMap<>(tokens.size() * 4 / 3 + 1);
        this.ranks = new PairMap(merges.size());
        this.characters = new PairMap(1024);
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (ids.put(token, id) != null) {
                throw new IllegalArgumentException("the token \"" + token + "\" occurs twice");
            }
            if (isCharacter(token)) {
                characters.put(0, token.codePointAt(0), id);
            }
        }
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            String result = tokens.get(merge.left()) + tokens.get(merge.right());
            if (!result.equals(tokens.get(merge.result()))) {
                throw new IllegalArgumentException(
                        "merge " + rank + " makes \"" + result + "\", not \"" + tokens.get(merge.result()) + "\"");
            }
            if (ranks.put(merge.left(), merge.right(), rank) != PairMap.ABSENT) {
                throw new IllegalArgumentException("the merge of \"" + tokens.get(merge.left()) + "\" and \"" + tokens.get(merge.right())
                        + "\" occurs twice");
            }
        }
        for (int value = 0; value < bytes.length; value++) {
            Integer id = ids.get(byteToken(value));
            if (id == null) {
                throw new IllegalArgumentException("the byte token " + byteToken(value) + " is missing");
            }
            bytes[value] = id;
        }
    }

    /** Returns the name of a byte's token, such as {@code <0x0A>}. */
    public static String byteToken(int value) {
        return String.format(Locale.ROOT, "<0x%02X>", value);
    }

    /** Returns whether a token is one Unicode character. */
    public static boolean isCharacter(String token) {
        return !token.isEmpty() && token.length() == Character.charCount(token.codePointAt(0));
    }

    /** Returns the tokens in the order of their IDs. */
    public List<String> tokens() {
        return tokens;
    }

    /** Returns the merges in the order of their ranks. */
    public List<Merge> merges() {
        return merges;
    }

    /** Returns the text of a token. */
    public String token(int id) {
        return tokens.get(id);
    }

    /** Returns the ID of a token, or −1. */
    public int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    /** Returns the token of a byte. */
    public int byteId(int value) {
        return bytes[value];
    }

    /** Returns a model with some of the tokens, which keep their order. A merge stays if both parts and its result stay. */
    public BpeModel retain(BitSet kept) {
        int[] newIds = new int[tokens.size()];
        List<String> rest = new ArrayList<>(kept.cardinality());
        for (int id = kept.nextSetBit(0); id >= 0; id = kept.nextSetBit(id + 1)) {
            newIds[id] = rest.size();
            rest.add(tokens.get(id));
        }
        List<Merge> closed = new ArrayList<>();
        for (Merge merge : merges) {
            if (kept.get(merge.left()) && kept.get(merge.right()) && kept.get(merge.result())) {
                closed.add(new Merge(newIds[merge.left()], newIds[merge.right()], newIds[merge.result()]));
            }
        }
        return new BpeModel(rest, closed);
    }

    /** Returns the token of a character, or −1. */
    int character(int codePoint) {
        return characters.get(0, codePoint);
    }

    /** Returns the rank of the merge of two tokens, or −1. */
    int rank(int left, int right) {
        return ranks.get(left, right);
    }
}
