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
        if (cause instanceof ModelSourceException) {
            return """
                    Check that magibu.embedding.model names a folder with all of the model's files, and that this process may \
                    read them. A relative path starts at the working directory, which is %s. A model that is not on this \
                    machine has to be downloaded first, for example with

                        hf download alibayram/embeddingmagibu-200m --local-dir models/embeddingmagibu-200m"""
                    .formatted(Path.of("").toAbsolutePath());
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
}
