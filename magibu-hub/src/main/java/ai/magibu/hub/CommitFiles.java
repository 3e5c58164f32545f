package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.SafeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files of a commit. Remembers which of them were fetched. */
abstract class CommitFiles implements RepositoryFiles {

    final HubCache cache;
    final String commit;
    private final Set<String> fetched = new LinkedHashSet<>();

    CommitFiles(HubCache cache, String commit) {
        this.cache = cache;
        this.commit = commit;
    }

    /** Returns the names of all files of the commit. */
    abstract Set<String> names();

    /** Makes a file available in the cache; false if the commit does not have it. */
    abstract boolean provide(String name);

    @Override
    public final boolean fetch(String name) {
        boolean present = provide(requireInside(name, cache.repository()));
        if (present) {
            fetched.add(name);
        }
        return present;
    }

    @Override
    public final byte[] read(String name) {
        try {
            return Files.readAllBytes(cache.file(commit, requireInside(name, cache.repository())));
        } catch (IOException e) {
            throw new HubException(
                    Reason.STORAGE, "the file " + name + " of the " + cache.repository().described() + " cannot be read: " + e, e);
        }
    }

    final List<String> fetched() {
        return List.copyOf(fetched);
    }

    static String requireInside(String name, RepositoryId repository) {
        if (!SafeNames.isInside(Arguments.requireSet("name", name))) {
            throw new HubException(
                    Reason.INTEGRITY,
                    "the " + repository.described() + " names the file \"" + SafeNames.printable(name)
                            + "\", which is not a path inside the repository; nothing was downloaded for it");
        }
        return name;
    }
}
