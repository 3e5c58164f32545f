package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.internal.config.TokenFlags;

/** A token that is found in a text before anything else. */
record AddedToken(int id, String content, TokenFlags flags, boolean special) {}
