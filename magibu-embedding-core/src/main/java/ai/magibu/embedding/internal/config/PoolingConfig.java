package ai.magibu.embedding.internal.config;

/**
 * @param includePrompt whether the prompt's tokens (and the special token before them) take part
 */
public record PoolingConfig(PoolingMode mode, boolean includePrompt) {}
