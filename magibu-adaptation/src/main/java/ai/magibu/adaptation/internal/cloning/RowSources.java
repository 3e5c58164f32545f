package ai.magibu.adaptation.internal.cloning;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import java.util.Arrays;

/**
 * The teacher's rows that each row of the student's table is made of, as in the authors' {@code clone_embeddinggemma.py}. It is the row of
 * the same raw string. Without one, it is the rows of the tokens that the teacher makes of the string, and at last the unknown token's.
 */
public final class RowSources {

    private static final String BEGIN = "<bos>";

    private final int[][] sources;
    private int copied;
    private int composed;
    private int unknown;

    private RowSources(int rows) {
        this.sources = new int[rows][];
    }

    /**
     * Finds the sources.
     *
     * @throws AdaptationException if the student's ids are not 0 to n − 1, or the teacher has no unknown token for a row that needs it
     */
    public static RowSources find(Vocabulary teacher, ModelConfig config, Vocabulary student) {
        String[] tokens = student.rows();
        RowSources found = new RowSources(tokens.length);
        int rows = config.gemma().vocabularySize();
        try (TextTokenizer tokenizer = TextTokenizer.load(teacher.file(), config)) {
            for (int id = 0; id < tokens.length; id++) {
                Integer same = teacher.ids().get(tokens[id]);
                found.sources[id] = same != null && same < rows ? found.copy(same) : found.compose(teacher, tokenizer, tokens[id], rows);
            }
        }
        return found;
    }

    private int[] copy(int row) {
        copied++;
        return new int[] {row};
    }

    private int[] compose(Vocabulary teacher, TextTokenizer tokenizer, String token, int rows) {
        long[] framed = tokenizer.encode(token);
        int from = tokenizer.specialTokens() - tokenizer.trailingSpecialTokens();
        int to = framed.length - tokenizer.trailingSpecialTokens();
        Integer begin = teacher.ids().get(BEGIN);
        if (begin != null && from < to && framed[from] == begin) {
            from++; // of a raw string that begins with the token's text
        }
        int[] ids = Arrays.stream(framed, from, to).mapToInt(Math::toIntExact).toArray();
        if (ids.length > 0 && Arrays.stream(ids).allMatch(id -> id < rows)) {
            composed++;
            return ids;
        }
        String name = teacher.unknownToken();
        Integer row = name == null ? null : teacher.ids().get(name);
        if (row == null || row >= rows) {
            throw new AdaptationException(teacher.file() + ": the teacher has no tokens for \"" + token + "\", and no unknown token.");
        }
        unknown++;
        return new int[] {row};
    }

    public int rows() {
        return sources.length;
    }

    public int copied() {
        return copied;
    }

    public int composed() {
        return composed;
    }

    public int unknown() {
        return unknown;
    }

    int[] of(int row) {
        return sources[row];
    }
}
