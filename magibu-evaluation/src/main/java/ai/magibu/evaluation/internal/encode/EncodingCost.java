package ai.magibu.evaluation.internal.encode;

import java.time.Duration;

/** The work of an encoding. Tokens and truncated texts are -1 if the model does not tell. */
public record EncodingCost(Duration time, int texts, int encodedTexts, long tokens, long truncated) {}
