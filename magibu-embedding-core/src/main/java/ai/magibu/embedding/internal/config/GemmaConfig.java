package ai.magibu.embedding.internal.config;

import java.util.List;

/**
 * The backbone's numbers, from {@code config.json}.
 *
 * @param windowReach a sliding layer attends where |i − j| ≤ this: {@code sliding_window / 2}, since transformers turns the
 *     value w into w/2 + 1 and attends where |i − j| is less than that; 0 where no layer slides
 * @param queryPreAttentionScalar scores are multiplied by this to the power −½
 */
public record GemmaConfig(
        int hiddenSize,
        int intermediateSize,
        int attentionHeads,
        int keyValueHeads,
        int headDimension,
        int vocabularySize,
        List<LayerType> layers,
        int slidingWindow,
        int windowReach,
        double rmsNormEpsilon,
        double queryPreAttentionScalar,
        double fullRopeBase,
        double slidingRopeBase) {

    public double ropeBase(LayerType type) {
        return type == LayerType.FULL ? fullRopeBase : slidingRopeBase;
    }
}
