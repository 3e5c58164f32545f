package ai.magibu.adaptation.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.adaptation.internal.vectors.TrainingRow;
import ai.magibu.adaptation.internal.vectors.VectorTable;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExamplesIT {

    private final List<ReferenceVector> references = TinyModel.referenceVectors(null);

    @Test
    void theTokensAreSentenceTransformers() {
        withExamples(TinyModel.MAX_TOKENS, examples -> {
            for (int i = 0; i < references.size(); i++) {
                assertThat(examples.get(i).tokens()).as(references.get(i).text()).isEqualTo(references.get(i).tokenIds());
            }
        });
    }

    @Test
    void aLongTextIsCutBetweenTheSpecialTokens() {
        withExamples(6, examples -> {
            int index =
                    IntStream.range(0, references.size()).filter(i -> references.get(i).tokenIds().length > 10).findFirst().orElseThrow();
            int[] whole = references.get(index).tokenIds();
            int[] expected = Arrays.copyOf(whole, 6);
            expected[5] = 1; // <eos>

            assertThat(examples.get(index).tokens()).isEqualTo(expected);
            assertThat(examples.get(index).truncated()).isTrue();
        });
    }

    @Test
    void heldOutExamplesAreNotTrainedOn() {
        withExamples(6, examples -> {
            Examples held = examples.chosen(5, 3);
            Examples rest = examples.rest(5, 3);

            assertThat(held.size()).isEqualTo(5);
            assertThat(rest.size()).isEqualTo(references.size() - 5);
            assertThat(texts(held)).doesNotContainAnyElementsOf(texts(rest));
        });
    }

    /** The vector of each row is its number. */
    private static List<Float> texts(Examples examples) {
        return IntStream.range(0, examples.size()).mapToObj(i -> examples.get(i).vector()[0]).toList();
    }

    private interface Check {
        void check(Examples examples);
    }

    private void withExamples(int maxTokens, Check check) {
        CheckedModel model = CheckedModel.open(TinyModel.folder());
        try (TextTokenizer tokenizer = TextTokenizer.load(model.tokenizer(), model.config())) {
            check.check(Examples.of(new Rows(), tokenizer, model.config(), maxTokens));
        }
    }

    private final class Rows implements VectorTable {

        @Override
        public long rows() {
            return references.size();
        }

        @Override
        public long dropped() {
            return 0;
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public TrainingRow row(long index) {
            return new TrainingRow(references.get((int) index).text(), new float[] {index});
        }

        @Override
        public String hash() {
            return "hash";
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
