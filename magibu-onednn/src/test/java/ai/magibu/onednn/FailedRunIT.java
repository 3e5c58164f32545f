package ai.magibu.onednn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import ai.magibu.onednn.internal.encoder.OneDnnSession;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that fails in one of its threads ends in all of them, and the next run has them all. */
@ExtendWith(Bfloat16Machine.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailedRunIT {

    private static final int THREADS = 3;

    /** Beyond the vocabulary, so that the thread with this row fails. */
    private static final long NO_TOKEN = 1_000_000;

    private static TokenizedText text(int length) {
        long[] ids = new long[length];
        Arrays.setAll(ids, i -> 400 + i % 300);
        return new TokenizedText(ids, 0);
    }

    private static float[] run(OneDnnSession session, TokenizedText text, Cancellation cancellation) {
        return session.run(List.of(text), cancellation).get(0).single();
    }

    /** All threads fail on a short text, which they share by columns; one of them on a long one, which they share by rows. */
    @ParameterizedTest
    @ValueSource(ints = {60, 900})
    void threadsAreFreeAfterAFailure(int length) {
        CheckedModel model = CheckedModel.open(Models.file("long", "model"));
        try (OneDnnSession session = OneDnnSession.load(model, new SessionSettings(Device.CPU, THREADS, true, false))) {
            float[] expected = run(session, text(length), new Cancellation());
            for (int position : new int[] {0, length / 2, length - 1}) {
                TokenizedText failing = text(length);
                failing.ids()[position] = NO_TOKEN;
                for (int i = 0; i < THREADS + 1; i++) {
                    assertThatThrownBy(() -> run(session, failing, new Cancellation()))
                            .isInstanceOf(InferenceException.class)
                            .hasMessageStartingWith("the run failed: java.lang.IndexOutOfBoundsException");
                }
                Cosines.assertClose(run(session, text(length), new Cancellation()), expected, "the next text");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 900})
    void cancelledRunDoesNotBegin(int length) {
        CheckedModel model = CheckedModel.open(Models.file("long", "model"));
        try (OneDnnSession session = OneDnnSession.load(model, new SessionSettings(Device.CPU, THREADS, true, false))) {
            float[] expected = run(session, text(length), new Cancellation());
            Cancellation cancelled = new Cancellation();
            cancelled.request();
            for (int i = 0; i < THREADS + 1; i++) {
                assertThatThrownBy(() -> run(session, text(length), cancelled))
                        .isInstanceOf(InferenceException.class)
                        .hasMessage("the run was stopped");
            }
            Cosines.assertClose(run(session, text(length), new Cancellation()), expected, "the next text");
        }
    }
}
