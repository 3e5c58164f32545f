package ai.magibu.adaptation.internal.bpe;

/**
 * Two neighboring tokens become one. The place in the list of merges is the rank.
 *
 * @param left the ID of the first token
 * @param right the ID of the second token
 * @param result the ID of the token that replaces both
 */
public record Merge(int left, int right, int result) {}
