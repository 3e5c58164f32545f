package ai.magibu.benchmarks;

import ai.magibu.embedding.MagibuTokenizer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts with the model's tokenizer, so that all subjects get texts of the same length, and finds where a subject truncates. */
final class MagibuTokens {

    /** Limits of libraries that do not know the model's limit. */
    private static final int[] USUAL_LIMITS = {128, 256, 512};

    /** The number of tokens by which a text must exceed a limit, so that the part that differs is beyond it. */
    private static final int BEYOND = 16;

    private final MagibuTokenizer tokenizer;
    private final Texts texts;

    MagibuTokens(MagibuTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.texts = new Texts(tokenizer::count);
    }

    Texts texts() {
        return texts;
    }

    int count(String text) {
        return tokenizer.count(text);
    }

    List<List<int[]>> ids(List<List<String>> calls) {
        return calls.stream()
                .map(call -> call.stream().map(tokenizer::encode).toList())
                .toList();
    }

    /**
     * Finds where a subject truncates texts: two texts that differ only beyond that have the same vector.
     *
     * @param longest the number of tokens of the longest text in use
     * @return the limit; null if the subject does not truncate texts of that length, or its limit cannot be tried out
     */
    @Nullable
    Integer cut(PeerProcess process, int longest) throws PeerFailure {
        for (int limit : USUAL_LIMITS) {
            if (limit < longest) {
                String start = texts.ofTokens(limit + BEYOND, 0);
                Answer answer = process.ask(
                        Request.of(List.of(List.of(start + " akşam güneşi"), List.of(start + " sabah yağmuru"))).withVectors());
                List<float[]> vectors = answer.vectors();
                if (vectors != null && Arrays.equals(vectors.get(0), vectors.get(1))) {
                    return limit;
                }
            }
        }
        return null;
    }
}
