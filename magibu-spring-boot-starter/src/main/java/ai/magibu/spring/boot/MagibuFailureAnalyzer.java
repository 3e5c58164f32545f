package ai.magibu.spring.boot;

import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.GraphExportException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.UnsupportedModelException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do where the model cannot be loaded. Failures that belong to a text and not to the model are left as they are. */
final class MagibuFailureAnalyzer extends AbstractFailureAnalyzer<MagibuException> {

    MagibuFailureAnalyzer() {}

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MagibuException cause) {
        String action = actionFor(cause);
        return action == null
                ? null
                : new FailureAnalysis("The Magibu embedding model could not be loaded: " + cause.getMessage(), action, cause);
    }

    private static @Nullable String actionFor(MagibuException cause) {
        if (cause instanceof ModelSourceException unavailable) {
            return actionFor(unavailable.reason());
        }
        if (cause instanceof ModelFormatException malformed) {
            return """
                    Fetch %s again: it may be damaged, only partly downloaded, or from another revision than the files beside \
                    it. A text of some 130 bytes that begins with "version https://git-lfs" is a pointer to the file and not \
                    the file; "git lfs pull" in that folder gets it."""
                    .formatted(malformed.file());
        }
        if (cause instanceof UnsupportedModelException) {
            return """
                    Set magibu.embedding.model to a SentenceTransformers model with a Gemma3 text backbone, such as \
                    embeddingmagibu-200m. No setting makes another kind of model work.""";
        }
        if (cause instanceof GraphExportException) {
            return """
                    Set magibu.embedding.cache-directory to a folder that this process may write to, on a disk with room for \
                    one and a half times the model. What is in the cache can be deleted at any time; the next start makes it again.""";
        }
        if (cause instanceof DeviceUnavailableException) {
            return """
                    To run on the CPU, set magibu.embedding.device to cpu, or to auto to take the CPU wherever CUDA does not \
                    work. To run on the GPU, replace the dependency com.microsoft.onnxruntime:onnxruntime by onnxruntime_gpu of \
                    the same version and install an NVIDIA driver, CUDA 12 and cuDNN 9.""";
        }
        if (cause instanceof InferenceException) {
            return """
                    Check that the application has the version of com.microsoft.onnxruntime:onnxruntime that Magibu asks for \
                    ("mvn dependency:tree -Dincludes=com.microsoft.onnxruntime" tells), and that the machine has memory for the \
                    model outside of the Java heap.""";
        }
        return null;
    }

    private static String actionFor(ModelSourceException.Reason reason) {
        return switch (reason) {
            case FILES -> """
                    Check that magibu.embedding.model names a folder with all of the model's files, and that this process may \
                    read them. A relative path starts at the working directory, which is %s. A model that is not on this \
                    machine can be named as on the Hugging Face hub, alibayram/embeddingmagibu-200m, and is then fetched once; \
                    or download it first:

                        hf download alibayram/embeddingmagibu-200m --local-dir models/embeddingmagibu-200m"""
                    .formatted(Path.of("").toAbsolutePath());
            case NOT_FOUND -> """
                    Check the owner, the name and the revision in magibu.embedding.model (owner/name or owner/name@revision), and \
                    HF_ENDPOINT if it is set. The hub says the same of a private model where HF_TOKEN is missing or another's.""";
            case ACCESS -> """
                    Log in at the hub, accept the model's terms on its page, create a token with read access and hand it to this \
                    process in the environment variable HF_TOKEN. A token does not belong into application.yml. Or download the \
                    model elsewhere and set magibu.embedding.model to its folder.""";
            case NETWORK -> """
                    Try again later, and check that this machine reaches the hub: HTTPS_PROXY where a proxy is needed, HF_ENDPOINT \
                    for a mirror. A machine without network starts from a folder in magibu.embedding.model, or from a filled \
                    cache (HF_HUB_CACHE) with HF_HUB_OFFLINE=1.""";
            case OFFLINE -> """
                    Start once without HF_HUB_OFFLINE to fill the cache, fill it on another machine and copy it here (HF_HUB_CACHE \
                    says where it is), or set magibu.embedding.model to a folder.""";
            case STORAGE -> """
                    Make room on that disk and let this process write there, or choose other folders: HF_HUB_CACHE for what comes \
                    from the hub, magibu.embedding.cache-directory for everything else.""";
            case INTEGRITY -> """
                    Try again: damaged files were not kept. If it happens each time, something between this machine and the hub \
                    changes what is sent (a proxy, a login page), or HF_ENDPOINT names what is no hub.""";
        };
    }
}
