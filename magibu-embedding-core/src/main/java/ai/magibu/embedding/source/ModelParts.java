package ai.magibu.embedding.source;

/** Which of a model's files are needed. */
public enum ModelParts {
    /** Configuration, tokenizer and weights. */
    ALL,
    /** Configuration and tokenizer: a few megabytes. */
    WITHOUT_WEIGHTS
}
