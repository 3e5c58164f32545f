package ai.magibu.adaptation.internal.student;

import ai.djl.ndarray.NDManager;
import ai.magibu.adaptation.api.Target;
import ai.magibu.adaptation.api.Trained;
import ai.magibu.embedding.internal.config.OutputModule.Activation;
import ai.magibu.embedding.internal.model.ModelWeights;
import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tensors of a student by their place in the model; {@code all} has them in the order of the forward pass. */
record Weights(Weight embedding, List<Layer> layers, Weight finalNorm, List<Head> heads, List<Weight> all) {

    /** The tensors of a layer, as in {@link ModelWeights.Layer}. */
    record Layer(
            Weight inputNorm,
            Weight query,
            Weight key,
            Weight value,
            Weight queryNorm,
            Weight keyNorm,
            Weight attentionOutput,
            Weight postAttentionNorm,
            Weight preFeedForwardNorm,
            Weight gate,
            Weight up,
            Weight down,
            Weight postFeedForwardNorm) {}

    record Head(Weight matrix, @Nullable Weight bias, Activation activation) {}

    static Weights load(ModelWeights model, NDManager manager) throws IOException {
        Loader loader = new Loader(manager);
        Weight embedding = loader.load(model.embedding());
        List<Layer> layers = new ArrayList<>();
        for (ModelWeights.Layer layer : model.layers()) {
            layers.add(loader.load(layer));
        }
        Weight norm = loader.load(model.finalNorm());
        List<Head> heads = new ArrayList<>();
        for (ModelWeights.Dense dense : model.dense()) {
            heads.add(new Head(loader.load(dense.matrix()), dense.bias() == null ? null : loader.load(dense.bias()), dense.activation()));
        }
        return new Weights(embedding, layers, norm, heads, loader.loaded);
    }

    /** Turns on the gradients of the weights that are trained. Heads that take no part in the target are not. */
    void train(Trained trained, Target target) {
        List<Weight> chosen = new ArrayList<>(all);
        List<Weight> ofHeads = new ArrayList<>();
        heads.forEach(head -> {
            ofHeads.add(head.matrix());
            if (head.bias() != null) {
                ofHeads.add(head.bias());
            }
        });
        if (trained != Trained.ALL) {
            chosen.retainAll(List.of(embedding));
            if (trained == Trained.EMBEDDINGS_AND_HEADS) {
                chosen.addAll(ofHeads);
            }
        }
        if (target == Target.PRE_DENSE) {
            chosen.removeAll(ofHeads);
        }
        chosen.forEach(Weight::train);
    }

    private static final class Loader {

        private final NDManager manager;
        private final List<Weight> loaded = new ArrayList<>();

        Loader(NDManager manager) {
            this.manager = manager;
        }

        Weight load(Tensor tensor) throws IOException {
            Weight weight = Weight.load(tensor, manager);
            loaded.add(weight);
            return weight;
        }

        Layer load(ModelWeights.Layer layer) throws IOException {
            return new Layer(
                    load(layer.inputNorm()),
                    load(layer.query()),
                    load(layer.key()),
                    load(layer.value()),
                    load(layer.queryNorm()),
                    load(layer.keyNorm()),
                    load(layer.attentionOutput()),
                    load(layer.postAttentionNorm()),
                    load(layer.preFeedForwardNorm()),
                    load(layer.gate()),
                    load(layer.up()),
                    load(layer.down()),
                    load(layer.postFeedForwardNorm()));
        }
    }
}
