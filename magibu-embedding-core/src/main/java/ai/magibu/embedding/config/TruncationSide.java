package ai.magibu.embedding.config;

/** The end of a long text that is cut off. */
public enum TruncationSide {
    LEFT,
    RIGHT
}
