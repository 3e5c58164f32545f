package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.LayerType;

/** Softmax(q · kᵀ + mask) · v. The scale is already in q. */
interface LayerAttention {

    /** Returns [B, S, K·G·D] from q [B, S, K·G·D], k and v [B, S, K·D]; the letters are those of {@link HeadLayout}. */
    String attend(LayerType type, String q, String k, String v);
}
