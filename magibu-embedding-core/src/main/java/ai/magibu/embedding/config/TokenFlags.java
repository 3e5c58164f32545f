package ai.magibu.embedding.config;

/** How an added token is found in a text, as the tokenizers library defines it. */
public record TokenFlags(boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized) {}
