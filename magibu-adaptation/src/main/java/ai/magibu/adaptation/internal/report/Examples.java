package ai.magibu.adaptation.internal.report;

import ai.magibu.adaptation.api.NewToken;
import ai.magibu.adaptation.api.SurgeryResult;
import java.util.List;
import java.util.stream.IntStream;

/** A few new tokens from the first to the last. */
final class Examples {

    private static final int COUNT = 60;

    private Examples() {}

    static List<NewToken> of(SurgeryResult result) {
        List<NewToken> all = result.newTokens();
        int count = Math.min(COUNT, all.size());
        return IntStream.range(0, count).mapToObj(i -> all.get((int) ((long) i * all.size() / count))).toList();
    }
}
