package ai.magibu.embedding.api;

/** STUB: the lead's own replaces it. */
public record Activity(int running, int waiting) {}
