package ai.magibu.embedding.api;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The superclass of the failures of loading a model and encoding texts. Invalid arguments give an {@link IllegalArgumentException}
 * instead, and use after close an {@link IllegalStateException}.
 */
public abstract class MagibuException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MagibuException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns this exception with the text's position in the caller's list, for code that passes only some of the caller's texts to the
     * embedder. An exception that does not name a text returns itself.
     *
     * @param positions the position in the caller's list, from 0, for each position in the list that was embedded
     */
    public MagibuException withPosition(IntUnaryOperator positions) {
        return this;
    }

    /** Returns the exception with this one's stack trace, for which it is a replacement. */
    final MagibuException replacedBy(MagibuException replacement) {
        replacement.setStackTrace(getStackTrace());
        return replacement;
    }
}
