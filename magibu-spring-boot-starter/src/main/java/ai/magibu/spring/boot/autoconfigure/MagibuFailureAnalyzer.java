package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.GraphWriteException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.MagibuProperties.Model;
import ai.magibu.spring.boot.ModelNames;
import ai.magibu.spring.boot.ModelSettings;
import ai.magibu.spring.boot.model.EmbedderBeans;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Says what to do if a model cannot be loaded, with the properties that the model's settings come from. Failures that belong to a
 * text and not to the model are left as they are.
 */
final class MagibuFailureAnalyzer extends AbstractFailureAnalyzer<MagibuException> {

    private final Environment environment;

    MagibuFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MagibuException cause) {
        ModelSettings settings = settings(rootFailure);
        String model = settings.name() == null ? "The Magibu embedding model" : "The Magibu embedding model \"" + settings.name() + "\"";
        String action = actionFor(cause, settings);
        return action == null && !(cause instanceof InferenceException)
                ? null
                : new FailureAnalysis(model + " could not be loaded: " + cause.getMessage(), action, cause);
    }

    /** Those of the named model whose bean failed, otherwise the top-level ones. */
    private ModelSettings settings(Throwable failure) {
        MagibuProperties properties = Binder.get(environment).bindOrCreate(MagibuProperties.PREFIX, MagibuProperties.class);
        for (Throwable part = failure; part != null; part = part.getCause()) {
            if (part instanceof BeanCreationException creation) {
                for (String name : ModelNames.in(environment)) {
                    if (ModelNames.beanName(name, EmbedderBeans.EMBEDDER).equals(creation.getBeanName())) {
                        return properties.settings(name);
                    }
                }
            }
        }
        return properties.settings(null);
    }

    /** Null if the message says all that is known. */
    private static @Nullable String actionFor(MagibuException cause, ModelSettings settings) {
        String model = settings.property("model", Model::model);
        if (cause instanceof ModelSourceException unavailable) {
            return actionFor(unavailable.reason(), model, settings.property("cache-directory", Model::cacheDirectory));
        }
        if (cause instanceof ModelFormatException malformed) {
            return String.format(Locale.ROOT, """
                    Fetch %s again: it may be damaged, only partly downloaded, or from another revision than the other \
                    files. A text of some 130 bytes that begins with "version https://git-lfs" is a pointer to the file and not \
                    the file; "git lfs pull" in that folder gets it.""", malformed.file());
        }
        if (cause instanceof UnsupportedModelException) {
            return String.format(Locale.ROOT, """
                    Set %s to a SentenceTransformers model with a Gemma3 text backbone, such as embeddingmagibu-200m. No setting \
                    makes another kind of model work.""", model);
        }
        if (cause instanceof GraphWriteException) {
            return String.format(Locale.ROOT, """
                    Set %s to a folder that this process may write to, on a disk with room for one and a half times the model. \
                    The cache can be deleted at any time; the next start fills it again.""",
                    settings.property("cache-directory", Model::cacheDirectory));
        }
        if (cause instanceof DeviceUnavailableException) {
            String precision = settings.get(Model::precision, MagibuProperties::precision) == Precision.BF16
                    ? " and remove " + settings.property("precision", Model::precision) + "=bf16, or add ai.magibu:magibu-onednn for a"
                            + " processor with AMX or AVX512-BF16"
                    : ", or to auto to use the CPU if CUDA does not work";
            return String.format(Locale.ROOT, """
                    To run on the CPU, set %s to cpu%s. To run on the GPU, replace the dependency \
                    com.microsoft.onnxruntime:onnxruntime by onnxruntime_gpu of the same version and install an NVIDIA driver, \
                    CUDA 12 and cuDNN 9.""", settings.property("device", Model::device), precision);
        }
        return null;
    }

    private static String actionFor(ModelSourceException.Reason reason, String model, String cacheDirectory) {
        return switch (reason) {
            case FILES -> String.format(Locale.ROOT, """
                    Check that %s names a folder with all of the model's files, and that this process may read them. A relative \
                    path starts at the working directory, which is %s. A model that is not on this machine can be named as on \
                    the Hugging Face hub, alibayram/embeddingmagibu-200m, and is then fetched once; or download it first:

                        hf download alibayram/embeddingmagibu-200m --local-dir models/embeddingmagibu-200m""",
                    model, Path.of("").toAbsolutePath());
            case NOT_FOUND -> String.format(Locale.ROOT, """
                    Check the owner, the name and the revision in %s (owner/name or owner/name@revision), and \
                    magibu.embedding.hub.endpoint or HF_ENDPOINT if it is set. The hub gives the same answer for a private model \
                    if the token (magibu.embedding.hub.token or HF_TOKEN) is missing or has no access.""", model);
            case ACCESS -> String.format(Locale.ROOT, """
                    Log in at the hub, accept the model's terms on its page, create a token with read access and pass it in the \
                    environment variable HF_TOKEN, or in magibu.embedding.hub.token from a source of secrets. A token does not \
                    belong into application.yml. Or download the model elsewhere and set %s to its folder.""", model);
            case SETTINGS -> """
                    Correct the setting that the message names. magibu.embedding.hub.endpoint replaces HF_ENDPOINT; the other \
                    settings are environment variables of this process.""";
            case NETWORK -> String.format(Locale.ROOT, """
                    Try again later, and check that this machine reaches the hub: HTTPS_PROXY if a proxy is needed, \
                    magibu.embedding.hub.endpoint or HF_ENDPOINT for a mirror. A machine without network starts from a folder in \
                    %s, or from a filled cache (magibu.embedding.hub.cache or HF_HUB_CACHE) with magibu.embedding.hub.offline=true \
                    or HF_HUB_OFFLINE=1.""", model);
            case OFFLINE -> String.format(Locale.ROOT, """
                    Start once without magibu.embedding.hub.offline and without HF_HUB_OFFLINE to fill the cache, fill it on another \
                    machine and copy it here (magibu.embedding.hub.cache or HF_HUB_CACHE names its folder), or set %s to a folder.""",
                    model);
            case STORAGE -> String.format(Locale.ROOT, """
                    Make room on that disk and let this process write there, or choose other folders: magibu.embedding.hub.cache or \
                    HF_HUB_CACHE for files of the hub, %s for everything else.""", cacheDirectory);
            case INTEGRITY -> """
                    Try again: damaged files were not kept. If it happens each time, something between this machine and the hub \
                    changes the files (a proxy, a login page), or magibu.embedding.hub.endpoint or HF_ENDPOINT does not name a hub.""";
        };
    }
}
