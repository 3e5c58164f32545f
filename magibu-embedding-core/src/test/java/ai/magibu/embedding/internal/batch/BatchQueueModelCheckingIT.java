package ai.magibu.embedding.internal.batch;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Lincheck runs a few calls under many interleavings, switching threads (the queue's own too) wherever they share something.
 * Each must get its own vectors, no two batches may run at once, and no call may wait for ever.
 */
public class BatchQueueModelCheckingIT {

    private final BatchQueue queue =
            new BatchQueue("checked", new BatchPlanner(4, new RunCosts(30, true)), this::model, new QueueSettings(true, 1, 1000));
    private boolean running;

    private List<TextVectors> model(List<TokenizedText> batch, Cancellation cancellation) {
        if (running) {
            throw new AssertionError("two runs at once");
        }
        running = true;
        List<TextVectors> vectors = new ArrayList<>();
        for (TokenizedText text : batch) {
            vectors.add(new TextVectors(List.of(new float[] {text.ids()[0]})));
        }
        running = false;
        return vectors;
    }

    private List<Integer> call(int... ids) {
        List<TokenizedText> texts = Arrays.stream(ids).mapToObj(id -> new TokenizedText(new long[] {id, 0}, 0)).toList();
        CallVectors vectors = queue.submit(texts, false).join();
        return IntStream.range(0, ids.length).mapToObj(text -> (int) vectors.ofTexts().get(text).single()[0]).toList();
    }

    @Operation
    public List<Integer> one(@Param(gen = IntGen.class, conf = "1:9") int id) {
        return call(id);
    }

    /** One more than goes into a batch. */
    @Operation
    public List<Integer> three(@Param(gen = IntGen.class, conf = "1:9") int id) {
        return call(10 * id, 10 * id + 1, 10 * id + 2);
    }

    @Operation
    public int cancelled(@Param(gen = IntGen.class, conf = "1:9") int id) {
        queue.submit(List.of(new TokenizedText(new long[] {id, 0}, 0)), false).cancel(false);
        return id;
    }

    /** The result of a call that is alone. */
    public static class Alone {

        public List<Integer> one(int id) {
            return List.of(id);
        }

        public List<Integer> three(int id) {
            return List.of(10 * id, 10 * id + 1, 10 * id + 2);
        }

        public int cancelled(int id) {
            return id;
        }
    }

    @Test
    void everyInterleavingGivesEachCallItsOwn() {
        new ModelCheckingOptions()
                .iterations(3)
                .invocationsPerIteration(15)
                .threads(3)
                .actorsPerThread(1)
                .actorsBefore(0)
                .actorsAfter(0)
                // of no interest, and many steps
                .addGuarantee(forClasses(BatchPlanner.class.getName()).allMethods().ignore())
                .addGuarantee(forClasses(name -> name.startsWith("java.util.") && !name.startsWith("java.util.concurrent."))
                        .allMethods()
                        .ignore())
                .sequentialSpecification(Alone.class)
                .check(BatchQueueModelCheckingIT.class);
    }
}
