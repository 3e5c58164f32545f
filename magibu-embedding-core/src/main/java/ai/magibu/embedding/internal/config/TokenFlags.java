package ai.magibu.embedding.internal.config;

/** How an added token is found in a text, as the tokenizers library defines it. */
public record TokenFlags(boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized) {

    /** Of a token that is named as a special one and has no flags of its own. */
    static final TokenFlags OF_SPECIAL_TOKENS = new TokenFlags(false, false, false, false);
}
