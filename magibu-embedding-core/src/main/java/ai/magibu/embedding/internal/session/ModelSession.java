package ai.magibu.embedding.internal.session;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.internal.batch.TextVectors;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.List;

/** A model's computation, ready to run. Any number of threads may {@link #run} at once; {@link #close} must not run at the same time. */
public interface ModelSession extends AutoCloseable {

    /** The device in use: never {@link Device#AUTO}. */
    Device device();

    /** Returns whether the texts of a batch are padded to the longest one, so that its length decides the time of a run. */
    boolean pads();

    /**
     * Runs one batch.
     *
     * @param batch at least one text, the longest first
     * @param cancellation stops the run, which then throws
     * @return the vectors of each text, in their order
     * @throws ai.magibu.embedding.api.InferenceException if the run fails (because memory ran out, for example) or is stopped
     */
    List<TextVectors> run(List<TokenizedText> batch, Cancellation cancellation);

    @Override
    void close();
}
