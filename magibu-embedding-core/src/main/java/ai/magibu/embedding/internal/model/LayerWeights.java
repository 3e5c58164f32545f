package ai.magibu.embedding.internal.model;

import ai.magibu.embedding.internal.safetensors.Tensor;

/** One Gemma3 layer. Matrices are [out, in] as PyTorch stores them; norms are the w of (1 + w). */
public record LayerWeights(
        Tensor inputNorm,
        Tensor query,
        Tensor key,
        Tensor value,
        Tensor queryNorm,
        Tensor keyNorm,
        Tensor attentionOutput,
        Tensor postAttentionNorm,
        Tensor preFeedForwardNorm,
        Tensor gate,
        Tensor up,
        Tensor down,
        Tensor postFeedForwardNorm) {}
