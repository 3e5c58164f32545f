package ai.magibu.embedding.api;

/**
 * The calls of an embedder at one moment.
 *
 * @param running the number of calls with texts in the model
 * @param waiting the number of calls that wait for the model
 */
public record Activity(int running, int waiting) {}
