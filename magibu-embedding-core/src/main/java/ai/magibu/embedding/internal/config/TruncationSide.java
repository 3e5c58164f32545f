package ai.magibu.embedding.internal.config;

/** The end of a long text that is cut off. */
public enum TruncationSide {
    LEFT,
    RIGHT
}
