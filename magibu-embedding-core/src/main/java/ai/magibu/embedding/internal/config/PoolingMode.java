package ai.magibu.embedding.internal.config;

/** How the tokens' vectors become one; the names are sentence-transformers'. */
public enum PoolingMode {
    CLS,
    MEAN,
    MAX,
    MEAN_SQRT_LEN_TOKENS,
    WEIGHTEDMEAN,
    LASTTOKEN
}
