package ai.magibu.embedding.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Method;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of broken adapter fails the tests that are about it, and no correct one fails any. */
class EmbeddingContractTest {

    private static final NgramEncoder ENCODER = new NgramEncoder(32);

    /** Returns the names of the tests that an adapter fails. */
    private static Set<String> failures(Function<List<String>, List<float[]>> adapter) {
        EmbeddingContract contract = new EmbeddingContract() {
            @Override
            protected List<float[]> embed(List<String> texts) {
                return adapter.apply(texts);
            }
        };
        Set<String> failures = new TreeSet<>();
        for (Method test : EmbeddingContract.class.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class) && catchThrowable(() -> test.invoke(contract)) != null) {
                failures.add(test.getName());
            }
        }
        return failures;
    }

    private static List<float[]> correct(List<String> texts) {
        return texts.stream().map(ENCODER::encode).toList();
    }

    @Test
    void correctAdapterFailsNone() {
        assertThat(failures(EmbeddingContractTest::correct)).isEmpty();
    }

    @Test
    void otherOrder() {
        assertThat(failures(texts -> {
            List<float[]> vectors = new ArrayList<>(correct(texts));
            Collections.reverse(vectors);
            return vectors;
        })).contains("batchHasTheVectorsOfItsTextsInTheirOrder", "blankTextHasAVectorAndKeepsItsPlace");
    }

    @Test
    void oneVectorForAll() {
        assertThat(failures(texts -> texts.stream().map(text -> ENCODER.encode(text.replaceAll("(?s).+", "x"))).toList()))
                .containsExactly("differentTextsHaveDifferentVectors");
    }

    @Test
    void oneVectorForAllButTheFirst() {
        assertThat(failures(texts -> texts.stream()
                .map(text -> ENCODER.encode(text.startsWith("Ankara") ? text : text.isBlank() ? "" : text.replaceAll("(?s).+", "x")))
                .toList()))
                .containsExactly("differentTextsHaveDifferentVectors");
    }

    @Test
    void lettersOutsideAsciiDropped() {
        assertThat(failures(texts -> correct(texts.stream().map(text -> text.replaceAll("[^\\p{ASCII}]", "")).toList())))
                .containsExactly("differentTextsHaveDifferentVectors");
    }

    @Test
    void marksOfLettersDropped() {
        assertThat(failures(texts -> correct(texts.stream()
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "")).toList())))
                .containsExactly("differentTextsHaveDifferentVectors");
    }

    @Test
    void dotlessIFolded() {
        assertThat(failures(texts -> correct(texts.stream().map(text -> text.replace('ı', 'i')).toList())))
                .containsExactly("differentTextsHaveDifferentVectors");
        assertThat(failures(texts -> correct(texts.stream().map(text -> text.replace('İ', 'I')).toList())))
                .containsExactly("differentTextsHaveDifferentVectors");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 200})
    void textsCut(int length) {
        assertThat(failures(texts -> correct(
                texts.stream().map(text -> text.substring(0, Math.min(text.length(), length))).toList())))
                .containsExactly("differentTextsHaveDifferentVectors");
    }

    @Test
    void zeroVectorForBlankText() {
        assertThat(failures(
                texts -> texts.stream().map(text -> text.isBlank() ? new float[ENCODER.dimension()] : ENCODER.encode(text)).toList()))
                .containsExactly("blankTextHasAVectorAndKeepsItsPlace");
    }

    @Test
    void otherVectorsInEachCall() {
        AtomicReference<String> salt = new AtomicReference<>("x");
        assertThat(failures(texts -> correct(texts.stream().map(text -> text + salt.updateAndGet(last -> last + "x")).toList())))
                .contains("sameTextHasTheSameVector", "batchHasTheVectorsOfItsTextsInTheirOrder");
    }

    @Test
    void blankTextsLeftOut() {
        assertThat(failures(texts -> correct(texts.stream().filter(text -> !text.isBlank()).toList())))
                .containsExactly("blankTextHasAVectorAndKeepsItsPlace");
    }

    @Test
    void emptyVectorForBlankText() {
        assertThat(failures(texts -> texts.stream().map(text -> text.isBlank() ? new float[0] : ENCODER.encode(text)).toList()))
                .containsExactly("blankTextHasAVectorAndKeepsItsPlace");
    }

    @Test
    void nullTextLeftOut() {
        assertThat(failures(texts -> correct(texts.stream().filter(text -> text != null).toList())))
                .containsExactly("nullTextIsRejected");
    }

    @Test
    void noTextsRejected() {
        assertThat(failures(texts -> {
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("no texts");
            }
            return correct(texts);
        })).containsExactly("noTextsHaveNoVectors");
    }

    @Test
    void notANumber() {
        assertThat(failures(texts -> texts.stream().map(text -> {
            float[] vector = ENCODER.encode(text);
            vector[3] = text.length() > 900 ? Float.NaN : vector[3];
            return vector;
        }).toList())).containsExactly("vectorsAreFiniteAndNotZeroAndOfOneLength");
    }

    @Test
    void vectorsThatAreShared() {
        Map<String, float[]> cache = Collections.synchronizedMap(new HashMap<>());
        assertThat(failures(texts -> texts.stream().map(text -> cache.computeIfAbsent(text, ENCODER::encode)).toList()))
                .contains("vectorBelongsToTheCaller");
    }

    @Test
    void threadsThatMix() {
        AtomicReference<List<String>> field = new AtomicReference<>();
        assertThat(failures(texts -> {
            field.set(texts);
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return correct(field.get());
        })).containsExactly("threadsGetTheVectorsOfTheirTexts");
    }
}
