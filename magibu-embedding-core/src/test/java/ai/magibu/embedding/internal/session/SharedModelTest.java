package ai.magibu.embedding.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.magibu.embedding.Models;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.OnnxSession;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedModelTest {

    @TempDir
    Path cache;

    private final CheckedModel checked = CheckedModel.open(Models.directory("tiny"));

    private SharedModel acquire(int threads) {
        SessionSettings settings = new SessionSettings(Device.CPU, threads, true, false);
        TokenizerLoading tokenizer = new TokenizerLoading(() -> TextTokenizer.load(checked.tokenizer(), checked.config()));
        return SharedModel.acquire(
                new SharedModel.Key(cache, checked.fingerprint(), Precision.FP32, settings),
                tokenizer,
                () -> new OnnxModel(OnnxSession.load(new GraphCache(cache).get(checked, Precision.FP32), settings)));
    }

    @Test
    void modelWithEqualSettingsIsShared() {
        SharedModel first = acquire(1);
        SharedModel second = acquire(1);
        SharedModel other = acquire(2);
        assertThat(second).isSameAs(first);
        assertThat(other).isNotSameAs(first);
        first.release();
        other.release();
        assertThat(second.tokenizer().encode("a")).isNotEmpty();
        second.release();
        assertThat(SharedModel.isOpen(cache)).isFalse();
    }

    /** A session cannot be closed twice. */
    @Test
    void tokenizerIsFreedEvenIfTheSessionCannotBeClosed() {
        SharedModel model = acquire(1);
        TextTokenizer tokenizer = model.tokenizer();
        model.session().close();
        assertThat(catchThrowable(model::release)).isNotNull();
        assertThatIllegalStateException().isThrownBy(() -> tokenizer.encode("a"));
    }
}
