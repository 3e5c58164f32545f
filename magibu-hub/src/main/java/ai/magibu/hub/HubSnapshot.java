package ai.magibu.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A revision of a repository on this machine.
 *
 * @param commit the revision's commit, 40 hexadecimal digits. Stored with a result, it tells from which data the result comes
 * @param folder the folder that contains the files under their names in the repository
 * @param files the names of the wanted files, in the order of their download
 */
public record HubSnapshot(RepositoryId repository, String commit, Path folder, List<String> files) {

    public HubSnapshot {
        files = List.copyOf(files);
    }
}
