package ai.magibu.sample.ask;

import java.util.List;

/**
 * A sentence of an answer.
 *
 * @param text without its citations; with the space or line break after it, so that all together give the answer
 * @param citations numbers of passages, each once
 */
public record Sentence(String text, List<Integer> citations) {}
