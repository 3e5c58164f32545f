package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.OutputModule;
import ai.magibu.embedding.internal.config.OutputModule.Activation;
import ai.magibu.embedding.internal.model.ModelWeights;
import ai.magibu.embedding.internal.weights.Affine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step after the pooling. */
sealed interface OutputStep {

    /** A product with a matrix, and its bias. */
    record Product(String name, Affine affine) implements OutputStep {}

    record Activate(Activation activation) implements OutputStep {}

    /** L2 normalization. */
    record Normalize() implements OutputStep {}

    /** Returns the steps of a model's modules. Dense modules with nothing between them become one product if that is smaller. */
    static List<OutputStep> of(List<OutputModule> modules, List<ModelWeights.Dense> dense) throws IOException {
        Iterator<ModelWeights.Dense> weights = dense.iterator();
        List<OutputStep> steps = new ArrayList<>();
        Affine waiting = null; // Dense modules without an activation, which may become one with the next
        for (int i = 0; i < modules.size(); i++) {
            if (modules.get(i) instanceof OutputModule.Dense) {
                ModelWeights.Dense next = weights.next();
                Affine affine = Affine.of(next);
                if (waiting != null && !waiting.isSmallerWith(affine)) {
                    add(waiting, "dense." + i + ".before", steps);
                    waiting = null;
                }
                waiting = waiting == null ? affine : waiting.then(affine);
                if (next.activation() != Activation.IDENTITY) {
                    add(waiting, "dense." + i, steps);
                    steps.add(new Activate(next.activation()));
                    waiting = null;
                }
            } else {
                add(waiting, "dense." + i, steps);
                steps.add(new Normalize());
                waiting = null;
            }
        }
        add(waiting, "dense.last", steps);
        return List.copyOf(steps);
    }

    private static void add(@Nullable Affine affine, String name, List<OutputStep> steps) {
        if (affine != null) {
            steps.add(new Product(name, affine));
        }
    }
}
