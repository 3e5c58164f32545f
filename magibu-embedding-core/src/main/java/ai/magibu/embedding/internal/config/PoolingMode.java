package ai.magibu.embedding.internal.config;

import java.util.Locale;

/** How the tokens' vectors become one; the names are sentence-transformers'. */
public enum PoolingMode {
    CLS("pooling_mode_cls_token"),
    MEAN("pooling_mode_mean_tokens"),
    MAX("pooling_mode_max_tokens"),
    MEAN_SQRT_LEN_TOKENS("pooling_mode_mean_sqrt_len_tokens"),
    WEIGHTEDMEAN("pooling_mode_weightedmean_tokens"),
    LASTTOKEN("pooling_mode_lasttoken");

    /** The key that turns the mode on in files of sentence-transformers up to 5. */
    final String key;

    PoolingMode(String key) {
        this.key = key;
    }

    /** The value of {@code pooling_mode} from sentence-transformers 6 on. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
