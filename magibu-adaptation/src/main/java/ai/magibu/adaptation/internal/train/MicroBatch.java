package ai.magibu.adaptation.internal.train;

import ai.magibu.adaptation.internal.student.TokenBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Examples of similar length that go through the model together. */
record MicroBatch(List<Example> examples) {

    MicroBatch {
        examples = List.copyOf(examples);
    }

    /**
     * Packs examples, the short ones first, so that the tokens of each part, padding included, stay below a limit. A text that is longer is a part
     * of its own.
     */
    static List<MicroBatch> pack(List<Example> examples, int tokens) {
        List<Example> sorted = new ArrayList<>(examples);
        sorted.sort(Comparator.comparingInt(example -> example.tokens().length));
        List<MicroBatch> batches = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < sorted.size(); i++) {
            long padded = (long) sorted.get(i).tokens().length * (i + 1 - first);
            if (i > first && padded > tokens) {
                batches.add(new MicroBatch(sorted.subList(first, i)));
                first = i;
            }
        }
        batches.add(new MicroBatch(sorted.subList(first, sorted.size())));
        return batches;
    }

    TokenBatch tokens() {
        return new TokenBatch(examples.stream().map(Example::tokens).toList());
    }

    float[][] targets() {
        return examples.stream().map(Example::vector).toArray(float[][]::new);
    }
}
