package ai.magibu.embedding.internal.session;

import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The native parts of a model. Embedders of one process that load the same model with the same settings share them, so that a
 * test suite with several application contexts, for example, holds the weights once. The last embedder that closes frees them.
 */
public final class SharedModel {

    /** The models in use; guards itself and every count of users. */
    private static final Map<Key, SharedModel> MODELS = new HashMap<>();

    /**
     * The parts that must be equal for two embedders to share a model.
     *
     * @param folder the folder with the model's files
     * @param fingerprint the fingerprint of their content
     */
    public record Key(Path folder, String fingerprint, Precision precision, SessionSettings settings) {}

    private final Key key;
    private final ReentrantLock loading = new ReentrantLock();
    private int users;
    private @Nullable TextTokenizer tokenizer;
    private @Nullable ModelSession session;

    private SharedModel(Key key) {
        this.key = key;
    }

    /**
     * Loads the model, unless an open embedder has it. {@link #release} must follow.
     *
     * @param loading the tokenizer, which is taken if this loads the model
     */
    public static SharedModel acquire(Key key, TokenizerLoading loading, Supplier<ModelSession> loadSession) {
        SharedModel model;
        synchronized (MODELS) {
            model = MODELS.computeIfAbsent(key, SharedModel::new);
            model.users++;
        }
        try {
            model.load(loading, loadSession);
            return model;
        } catch (RuntimeException | Error e) {
            model.release();
            throw e;
        }
    }

    private void load(TokenizerLoading loadingTokenizer, Supplier<ModelSession> loadSession) {
        loading.lock();
        try {
            if (session == null) {
                loadingTokenizer.start();
                ModelSession opened = loadSession.get();
                try {
                    tokenizer = loadingTokenizer.take();
                } catch (RuntimeException | Error e) {
                    opened.close();
                    throw e;
                }
                session = opened;
            }
        } finally {
            loading.unlock();
        }
    }

    /** Returns whether a model of the folder is in use. */
    public static boolean isOpen(Path folder) {
        synchronized (MODELS) {
            return MODELS.keySet().stream().anyMatch(key -> key.folder.equals(folder));
        }
    }

    public Path folder() {
        return key.folder;
    }

    public TextTokenizer tokenizer() {
        return Objects.requireNonNull(tokenizer);
    }

    public ModelSession session() {
        return Objects.requireNonNull(session);
    }

    /** Ends one use. The last one frees the model. */
    public void release() {
        synchronized (MODELS) {
            users--;
            if (users > 0) {
                return;
            }
            MODELS.remove(key);
        }
        try {
            if (session != null) {
                session.close();
            }
        } finally {
            if (tokenizer != null) {
                tokenizer.close();
            }
        }
    }
}
