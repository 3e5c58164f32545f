package ai.magibu.adaptation.internal.train;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.vectors.TrainingRow;
import ai.magibu.adaptation.internal.vectors.VectorTable;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows of a table of vectors, tokenized when they are needed. Texts get no prompt, as in the authors' training. */
public final class Examples {

    private final VectorTable table;
    private final int[] rows;
    private final TextTokenizer tokenizer;
    private final int maxTokens;
    private final int vocabulary;

    private Examples(VectorTable table, int[] rows, TextTokenizer tokenizer, int maxTokens, int vocabulary) {
        this.table = table;
        this.rows = rows;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.vocabulary = vocabulary;
    }

    /** @param maxTokens the longest text; the model's own limit if that is shorter */
    public static Examples of(VectorTable table, TextTokenizer tokenizer, ModelConfig config, int maxTokens) {
        if (table.rows() > Integer.MAX_VALUE - 8) {
            throw new AdaptationException(
                    "There are " + table.rows() + " texts; one training takes at most " + (Integer.MAX_VALUE - 8) + ".");
        }
        int limit = Math.min(maxTokens, config.maxTokens());
        if (limit <= tokenizer.specialTokens()) {
            throw new AdaptationException("The limit of " + limit + " tokens leaves no room for a text: the model puts "
                    + tokenizer.specialTokens() + " special tokens around it.");
        }
        return new Examples(table, Order.inOrder((int) table.rows()), tokenizer, limit, config.gemma().vocabularySize());
    }

    /** Returns some of these examples, chosen by the seed, in the order of their rows. */
    public Examples chosen(int count, long seed) {
        int[] order = Order.of(rows.length, seed, -1);
        return with(Arrays.stream(order, 0, count).sorted());
    }

    /** Returns the examples that {@link #chosen} leaves, in the order of their rows. */
    public Examples rest(int count, long seed) {
        int[] order = Order.of(rows.length, seed, -1);
        return with(Arrays.stream(order, count, order.length).sorted());
    }

    private Examples with(IntStream positions) {
        return new Examples(table, positions.map(position -> rows[position]).toArray(), tokenizer, maxTokens, vocabulary);
    }

    /** Returns the number of examples. */
    public int size() {
        return rows.length;
    }

    /** Returns the length of the vectors. */
    public int dimension() {
        return table.dimension();
    }

    Example get(int index) {
        TrainingRow row = table.row(rows[index]);
        TokenizedText text;
        try {
            text = tokenizer.encode(row.text(), maxTokens, Thread.currentThread()::isInterrupted);
        } catch (IllegalArgumentException e) {
            throw new AdaptationException("row " + rows[index] + " of the vectors: " + e.getMessage(), e);
        }
        int[] tokens = new int[text.length()];
        for (int i = 0; i < tokens.length; i++) {
            if (text.ids()[i] >= vocabulary) {
                throw new AdaptationException("row " + rows[index] + " of the vectors: the tokenizer gives the id " + text.ids()[i]
                        + ", but the student has only " + vocabulary + " embeddings. Take the tokenizer that the student was made for.");
            }
            tokens[i] = (int) text.ids()[i];
        }
        return new Example(tokens, row.vector(), text.dropped() > 0);
    }
}
