package ai.magibu.adaptation.internal.train;

import ai.magibu.adaptation.internal.student.Student;
import java.util.ArrayList;
import java.util.List;

/** The mean cosine between a student's and a teacher's vectors. */
final class Validation {

    private final Examples examples;
    private final int window;
    private final int tokens;

    /** @param window the examples that are sorted by length together */
    Validation(Examples examples, int window, int tokens) {
        this.examples = examples;
        this.window = window;
        this.tokens = tokens;
    }

    double cosine(Student student) {
        double sum = 0;
        for (int from = 0; from < examples.size(); from += window) {
            List<Example> part = new ArrayList<>();
            for (int i = from; i < Math.min(examples.size(), from + window); i++) {
                part.add(examples.get(i));
            }
            for (MicroBatch batch : MicroBatch.pack(part, tokens)) {
                float[][] vectors = student.vectors(batch.tokens());
                for (int i = 0; i < vectors.length; i++) {
                    sum += cosine(vectors[i], batch.examples().get(i).vector());
                }
            }
        }
        return sum / examples.size();
    }

    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        double norms = Math.sqrt(squaresA * squaresB);
        return norms == 0 ? 0 : dot / norms;
    }
}
