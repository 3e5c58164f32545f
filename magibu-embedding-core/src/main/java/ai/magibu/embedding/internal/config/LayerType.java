package ai.magibu.embedding.internal.config;

/** How a layer attends: to every token, or to those within the window. */
public enum LayerType {
    FULL,
    SLIDING
}
