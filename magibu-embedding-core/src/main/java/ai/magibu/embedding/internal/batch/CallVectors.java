package ai.magibu.embedding.internal.batch;

import java.time.Duration;
import java.util.List;

/**
 * The vectors of one call.
 *
 * @param ofTexts the vectors of each text, in their order
 * @param waiting how long none of the texts was running because the model was busy with other calls
 */
public record CallVectors(List<TextVectors> ofTexts, Duration waiting) {}
