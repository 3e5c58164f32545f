package ai.magibu.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The measured side of the line protocol: sends a greeting, and answers requests until its input ends. */
final class SubjectLoop {

    /** Embeds the texts of one call. */
    interface Call {

        Result run(List<String> texts);
    }

    /** The vectors of a call, and the number of their tokens. */
    record Result(List<float[]> vectors, long tokens) {}

    private final PrintStream out;
    private final Call call;

    /** Reserves standard output for answers; all other output goes to standard error. */
    SubjectLoop(Call call) {
        this.out = new PrintStream(System.out, true, UTF_8);
        this.call = call;
        System.setOut(System.err);
    }

    void run(Greeting greeting) throws IOException {
        out.println(Json.LINES.writeValueAsString(greeting));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(Json.LINES.writeValueAsString(answer(Json.LINES.readValue(line, Request.class))));
        }
    }

    private Answer answer(Request request) {
        int count = request.calls().size();
        Double[] seconds = new Double[count];
        Result[] results = new Result[count];
        AtomicInteger next = new AtomicInteger();
        AtomicLong tokens = new AtomicLong();
        Runnable caller = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                long start = System.nanoTime();
                results[i] = call.run(request.calls().get(i));
                seconds[i] = (System.nanoTime() - start) / 1e9;
                tokens.addAndGet(results[i].tokens());
            }
        };
        try {
            long start = System.nanoTime();
            if (request.callers() == 1) {
                caller.run();
            } else {
                runAtOnce(caller, request.callers());
            }
            double elapsed = (System.nanoTime() - start) / 1e9;
            List<float[]> vectors =
                    request.vectors() ? Arrays.stream(results).flatMap(result -> result.vectors().stream()).toList() : null;
            return new Answer(Arrays.asList(seconds), elapsed, tokens.get(), vectors, null);
        } catch (RuntimeException | ExecutionException | InterruptedException e) {
            e.printStackTrace();
            return Answer.failed(e);
        }
    }

    private static void runAtOnce(Runnable caller, int callers) throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(caller));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
