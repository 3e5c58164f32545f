package ai.magibu.benchmarks;

import java.util.List;

/**
 * A piece of work with its texts.
 *
 * @param tokens the number of tokens of all texts
 */
record Task(Work work, Request request, long tokens) {

    static Task of(Work work, MagibuTokens tokens) {
        Request request = Request.of(work.make(tokens.texts()));
        return new Task(work, request, request.calls().stream().flatMap(List::stream).mapToLong(tokens::count).sum());
    }
}
