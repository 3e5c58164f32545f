package ai.magibu.spring.boot.health;

import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.spring.boot.model.EmbedderBeans;
import ai.magibu.spring.boot.model.ModelListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the models whose last run failed. A call rejected because of its text says nothing about the model. */
final class LastOutcomes implements ModelListener {

    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    boolean failed(String model) {
        return failed.contains(model);
    }

    /** Returns a check for each embedder, by its model's name in metrics. */
    Map<String, EmbedderCheck> checks(EmbedderBeans embedders) {
        Map<String, EmbedderCheck> checks = new LinkedHashMap<>();
        embedders.byModel().forEach((model, embedder) -> checks.put(model, new EmbedderCheck(embedder, () -> failed(model))));
        return checks;
    }

    @Override
    public EncodeListener forModel(String model) {
        EncodeCall call = new EncodeCall() {
            @Override
            public void succeeded(EncodeSummary summary) {
                if (summary.texts() > 0) {
                    failed.remove(model);
                }
            }

            @Override
            public void failed(Throwable failure) {
                if (failure instanceof InferenceException) {
                    failed.add(model);
                }
            }
        };
        return texts -> call;
    }
}
