package ai.magibu.benchmarks;

import ai.magibu.embedding.MagibuTokenizer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The model's tokens: what makes the texts equally long for everyone, and finds out where a subject cuts them. */
final class MagibuTokens {

    /** Limits that libraries have where a model's is not known to them. */
    private static final int[] USUAL_LIMITS = {128, 256, 512};

    /** Tokens by which a text must exceed a limit, so that its differing end lies beyond it. */
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
     * Where a subject cuts: two texts that differ only beyond that have one vector.
     *
     * @param longest the most tokens that matter
     * @return null if it takes texts of that length, or longer ones than it can be tried out with, whole
     */
    @Nullable Integer cut(PeerProcess process, int longest) throws PeerFailure {
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
