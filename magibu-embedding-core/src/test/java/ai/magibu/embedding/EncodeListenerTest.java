package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeListenerTest {

    @TempDir
    static Path cache;

    private static EmbedderSettings.Builder tiny() {
        return Models.builder("tiny", cache);
    }

    /** Records its notifications; those that are not runs have the listener's name. */
    private record Recorder(String name, List<Object> heard) implements EncodeListener {

        @Override
        public EncodeCall started(int texts) {
            heard.add(name + " started " + texts);
            return new EncodeCall() {
                @Override
                public void succeeded(EncodeSummary summary) {
                    heard.add(name + " succeeded");
                    heard.add(summary);
                }

                @Override
                public void failed(Throwable failure) {
                    heard.add(name + " failed");
                    heard.add(failure);
                }
            };
        }

        @Override
        public void batchRan(BatchRun run) {
            heard.add(run);
        }
    }

    private static <T> List<T> only(Class<T> type, List<Object> heard) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void hearsOfTheCallAndOfEachRun() {
        List<Object> heard = new ArrayList<>();
        try (MagibuEmbedder embedder = tiny().maxBatchTokens(40).listener(new Recorder("a", heard)).load()) {
            List<Passage> passages = Stream.of("z".repeat(20), "kısa", "z".repeat(1000)).map(Passage::of).toList();
            List<Embedding> embeddings = embedder.embed(passages, EncodeOptions.of(Prompt.NONE));
            int tokens = embeddings.stream().mapToInt(Embedding::tokens).sum();
            int dropped = embeddings.get(2).droppedTokens();
            assertThat(dropped).isPositive();

            List<BatchRun> runs = only(BatchRun.class, heard);
            assertThat(runs.get(0)).isEqualTo(new BatchRun(1, 384, 384, runs.get(0).time())); // the long one alone
            assertThat(runs.stream().mapToInt(BatchRun::rows).sum()).isEqualTo(3);
            assertThat(runs.stream().mapToInt(BatchRun::tokens).sum()).isEqualTo(tokens);
            assertThat(runs).allSatisfy(run -> assertThat(run.time()).isPositive());

            EncodeSummary summary = only(EncodeSummary.class, heard).get(0);
            assertThat(summary).isEqualTo(new EncodeSummary(3, tokens, 1, dropped, summary.waiting(), summary.total()));
            assertThat(summary.total())
                    .isGreaterThanOrEqualTo(runs.stream().map(BatchRun::time).reduce(Duration.ZERO, Duration::plus));

            List<Object> inOrder = new ArrayList<>(runs);
            inOrder.add(0, "a started 3");
            inOrder.addAll(List.of("a succeeded", summary));
            assertThat(heard).isEqualTo(inOrder);
        }
    }

    @Test
    void paddingIsCounted() {
        List<Object> heard = new ArrayList<>();
        try (MagibuEmbedder embedder = tiny().listener(new Recorder("a", heard)).load()) {
            List<String> texts = List.of("z".repeat(9), "z".repeat(6));
            int longer = embedder.countTokens(texts.get(0));
            int shorter = embedder.countTokens(texts.get(1));
            embedder.encode(texts);
            BatchRun run = only(BatchRun.class, heard).get(0);
            assertThat(run).isEqualTo(new BatchRun(2, longer + shorter, 2 * longer, run.time()));
        }
    }

    @Test
    void hearsWhyACallFailed() {
        List<Object> heard = new ArrayList<>();
        try (MagibuEmbedder strict = tiny().onTooLong(OnTooLong.FAIL).listener(new Recorder("a", heard)).load()) {
            assertThatThrownBy(() -> strict.encode("kelime ".repeat(500)))
                    .isInstanceOf(TextTooLongException.class)
                    .satisfies(thrown -> assertThat(heard).containsExactly("a started 1", "a failed", thrown));
        }
    }

    @Test
    void callersMistakesAreNotTold() {
        List<Object> heard = new ArrayList<>();
        try (MagibuEmbedder embedder = tiny().listener(new Recorder("a", heard)).load()) {
            assertThatIllegalArgumentException().isThrownBy(() -> embedder.encode((String) null));
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void beginsAndEndsOnTheCallersThread() {
        ThreadLocal<String> scope = new ThreadLocal<>();
        List<String> heard = new ArrayList<>();
        EncodeListener scoped = texts -> {
            scope.set("open");
            return new EncodeCall() {
                @Override
                public void succeeded(EncodeSummary summary) {
                    heard.add(scope.get());
                    scope.remove();
                }

                @Override
                public void failed(Throwable failure) {}
            };
        };
        try (MagibuEmbedder embedder = tiny().listener(scoped).load()) {
            embedder.encode("metin");
        }
        assertThat(heard).containsExactly("open");
        assertThat(scope.get()).isNull();
    }

    @Test
    void ofSeveralTheLastToBeginEndsFirst() {
        List<Object> heard = new ArrayList<>();
        try (MagibuEmbedder embedder =
                tiny().listener(new Recorder("a", heard)).listener(new Recorder("b", heard)).load()) {
            embedder.encode(List.of());
        }
        assertThat(only(String.class, heard)).containsExactly("a started 0", "b started 0", "b succeeded", "a succeeded");
    }

    @Test
    void oneThatThrowsCostsNeitherTheResultNorTheOthersTheirNews() {
        List<Object> heard = new ArrayList<>();
        EncodeListener unwilling = texts -> {
            throw new IllegalStateException("at the begin");
        };
        EncodeListener broken = new EncodeListener() {
            @Override
            public EncodeCall started(int texts) {
                return new EncodeCall() {
                    @Override
                    public void succeeded(EncodeSummary summary) {
                        throw new AssertionError("at the end");
                    }

                    @Override
                    public void failed(Throwable failure) {
                        throw new IllegalStateException("at the end");
                    }
                };
            }

            @Override
            public void batchRan(BatchRun run) {
                throw new NoClassDefFoundError("in the middle");
            }
        };
        try (MagibuEmbedder embedder = tiny()
                .onTooLong(OnTooLong.FAIL)
                .listener(unwilling)
                .listener(broken)
                .listener(new Recorder("a", heard))
                .listener(broken)
                .load()) {
            assertThat(embedder.encode("metin")).hasSize(96);
            assertThat(heard).hasSize(4);
            assertThatThrownBy(() -> embedder.encode("kelime ".repeat(500))).isInstanceOf(TextTooLongException.class);
        }
        assertThat(only(String.class, heard)).containsExactly("a started 1", "a succeeded", "a started 1", "a failed");
    }

    @Test
    void nullIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().listener(null)).withMessage("the listener is null");
    }
}
