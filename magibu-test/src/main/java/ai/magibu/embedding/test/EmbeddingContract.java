package ai.magibu.embedding.test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The tests that every adapter of an embedder to a framework passes. A test class extends it and implements {@link #embed}; JUnit 5 runs
 * the inherited tests. Needs {@code junit-jupiter-api}, which this module does not bring along.
 *
 * <p>An adapter that differs on purpose overrides a test, without {@code @Test} to leave it out.
 */
public abstract class EmbeddingContract {

    private static final List<String> TEXTS = List.of(
            "Ankara, Türkiye'nin başkentidir.",
            "Kısa",
            "İstanbul Boğazı, Karadeniz'i Marmara Denizi'ne bağlar ve şehri ikiye ayırır. ".repeat(6),
            "IĞDIR ile ığdır, İĞDE ile iğde",
            "One text in English, 42 times.");

    /** Texts that an adapter makes equal if it cuts, folds or drops characters: in one letter, or at the end of a long text. */
    private static final List<String> SIMILAR_TEXTS = List.of(
            "aşı", "ası", "ağı", "aşi", "İl", "Il",
            "Marmara Denizi, Karadeniz'i Ege Denizi'ne bağlar. ".repeat(5) + "Doğru",
            "Marmara Denizi, Karadeniz'i Ege Denizi'ne bağlar. ".repeat(5) + "Yanlış");

    /** For test classes. */
    protected EmbeddingContract() {}

    /**
     * Embeds the texts through the adapter, in one call where the framework allows it.
     *
     * @return a vector for each text, in their order
     */
    protected abstract List<float[]> embed(List<String> texts);

    /** The largest difference between two vectors of the same text, in any component. Batches change the order of additions. */
    protected float tolerance() {
        return 1e-5f;
    }

    private float[] embed(String text) {
        List<float[]> vectors = embed(List.of(text));
        assertEquals(1, vectors.size(), "vectors of one text");
        return vectors.get(0);
    }

    @Test
    protected void batchHasTheVectorsOfItsTextsInTheirOrder() {
        List<String> texts = new ArrayList<>(TEXTS);
        Collections.reverse(texts);
        List<float[]> vectors = embed(texts);
        assertEquals(texts.size(), vectors.size(), "vectors of " + texts.size() + " texts");
        for (int i = 0; i < texts.size(); i++) {
            assertArrayEquals(embed(texts.get(i)), vectors.get(i), tolerance(), "text " + i + " alone and in a batch");
        }
    }

    @Test
    protected void sameTextHasTheSameVector() {
        assertArrayEquals(embed(TEXTS.get(0)), embed(TEXTS.get(0)), tolerance());
        List<float[]> twice = embed(List.of(TEXTS.get(0), TEXTS.get(1), TEXTS.get(0)));
        assertArrayEquals(twice.get(0), twice.get(2), tolerance(), "twice in a batch");
    }

    @Test
    protected void differentTextsHaveDifferentVectors() {
        List<String> texts = new ArrayList<>(TEXTS);
        texts.addAll(SIMILAR_TEXTS);
        List<float[]> vectors = embed(texts);
        for (int i = 0; i < vectors.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertFalse(
                        same(vectors.get(i), vectors.get(j)), "\"" + texts.get(j) + "\" and \"" + texts.get(i) + "\" have the same vector");
            }
        }
    }

    private boolean same(float[] a, float[] b) {
        if (a.length != b.length) {
            return false;
        }
        float largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest <= tolerance();
    }

    @Test
    protected void vectorsAreFiniteAndNotZeroAndOfOneLength() {
        List<String> texts = new ArrayList<>(TEXTS);
        texts.addAll(List.of("🐘 e\u0301 \u202e", "\0", "word ".repeat(200)));
        int dimension = embed(TEXTS.get(0)).length;
        assertTrue(dimension > 0, "the vector is empty");
        for (float[] vector : embed(texts)) {
            assertEquals(dimension, vector.length, "components");
            assertFiniteAndNotZero(vector);
        }
    }

    private static void assertFiniteAndNotZero(float[] vector) {
        boolean zero = true;
        for (float component : vector) {
            assertTrue(Float.isFinite(component), "a component is " + component);
            zero &= component == 0;
        }
        assertFalse(zero, "all components are 0");
    }

    @Test
    protected void blankTextHasAVectorAndKeepsItsPlace() {
        List<float[]> vectors = embed(List.of(TEXTS.get(0), " ", "", TEXTS.get(1)));
        assertEquals(4, vectors.size(), "vectors of four texts, two of them blank");
        assertEquals(vectors.get(0).length, vectors.get(1).length, "components");
        assertEquals(vectors.get(0).length, vectors.get(2).length, "components");
        vectors.forEach(EmbeddingContract::assertFiniteAndNotZero);
        assertArrayEquals(embed(TEXTS.get(1)), vectors.get(3), tolerance(), "the text after the blank ones");
    }

    @Test
    protected void noTextsHaveNoVectors() {
        assertTrue(embed(List.of()).isEmpty());
    }

    @Test
    protected void nullTextIsRejected() {
        assertThrows(RuntimeException.class, () -> embed(Arrays.asList(TEXTS.get(0), null)));
    }

    @Test
    protected void vectorBelongsToTheCaller() {
        float[] expected = embed(TEXTS.get(0)).clone();
        Arrays.fill(embed(TEXTS.get(0)), 7);
        assertArrayEquals(expected, embed(TEXTS.get(0)), tolerance(), "after the caller has overwritten an earlier vector");
    }

    @Test
    protected void threadsGetTheVectorsOfTheirTexts() throws Exception {
        List<float[]> expected = embed(TEXTS);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<float[]>> calls = new ArrayList<>();
            for (int i = 0; i < 8 * TEXTS.size(); i++) {
                String text = TEXTS.get(i % TEXTS.size());
                calls.add(() -> embed(text));
            }
            List<Future<float[]>> vectors = threads.invokeAll(calls);
            for (int i = 0; i < vectors.size(); i++) {
                int text = i % TEXTS.size();
                assertArrayEquals(expected.get(text), vectors.get(i).get(), tolerance(), "text " + text);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
