package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.hub.DownloadListener;
import ai.magibu.hub.Hub;
import ai.magibu.hub.HubException;
import ai.magibu.hub.HubSettings;
import ai.magibu.hub.HubSnapshot;
import ai.magibu.hub.RepositoryId;
import ai.magibu.hub.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A revision of a model on a hub. */
record HubSource(RepositoryId repository, String revision, String written, HubSettings settings,
        DownloadListener listener) implements ModelSource {

    static HubSource of(String repository, @Nullable String revision, HubSettings settings) {
        return written(revision == null ? repository : repository + "@" + revision, repository, revision, settings);
    }

    static HubSource written(String text, String repository, @Nullable String revision, HubSettings settings) {
        return new HubSource(
                RepositoryId.model(repository),
                revision == null ? Hub.MAIN : RepositoryId.requireRevision(revision),
                text,
                settings,
                DownloadListener.logging());
    }

    @Override
    public ModelSource withDownloadListener(DownloadListener newListener) {
        return new HubSource(repository, revision, written, settings, Arguments.requireSet("listener", newListener));
    }

    @Override
    public ResolvedModel resolve(ModelParts parts, Path cacheDirectory) {
        Arguments.requireSet("parts", parts);
        Arguments.requireSet("cacheDirectory", cacheDirectory);
        try {
            HubSnapshot snapshot = new Hub(settings)
                    .withDownloadListener(listener)
                    .download(
                            repository,
                            revision,
                            ModelFiles.MODULES,
                            files -> ModelFiles.fetch(written, files, parts == ModelParts.ALL));
            return new ResolvedModel(written, snapshot.commit(), snapshot.folder());
        } catch (HubException e) {
            throw translated(e);
        }
    }

    /** Returns the same failure as the exception that users of this library catch, whatever the source of a model. */
    static ModelSourceException translated(HubException e) {
        ModelSourceException failure =
                new ModelSourceException(ModelSourceException.Reason.valueOf(e.reason().name()), Objects.requireNonNull(e.getMessage()),
                        e.getCause());
        failure.setStackTrace(e.getStackTrace());
        return failure;
    }

    @Override
    public String toString() {
        return written;
    }

    private Object writeReplace() {
        return new SerializedSource(SerializedSource.Kind.HUB, repository.toString(), revision, written);
    }
}
