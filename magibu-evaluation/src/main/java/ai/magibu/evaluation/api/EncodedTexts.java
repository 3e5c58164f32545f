package ai.magibu.evaluation.api;

import java.util.List;

/**
 * The vectors of some texts.
 *
 * @param vectors one vector a text, all of the same length
 * @param tokens the number of tokens that went through the model; -1 if the model does not tell
 * @param truncated the number of texts that did not fit into the model; -1 if the model does not tell
 */
public record EncodedTexts(List<float[]> vectors, long tokens, int truncated) {}
