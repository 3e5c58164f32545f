package ai.magibu.onednn;

import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.session.CpuEngine;
import ai.magibu.embedding.internal.session.ModelSession;
import ai.magibu.onednn.internal.dnnl.OneDnn;
import ai.magibu.onednn.internal.encoder.OneDnnSession;

/**
 * Runs {@code precision: bf16} on the CPU with oneDNN. Applications do not use it: {@link java.util.ServiceLoader} finds it. Safe for
 * concurrent use.
 */
public final class OneDnnEngine implements CpuEngine {

    @Override
    public void requireAvailable() {
        OneDnn.get();
    }

    @Override
    public ModelSession load(CheckedModel model, SessionSettings settings) {
        return OneDnnSession.load(model, settings);
    }
}
