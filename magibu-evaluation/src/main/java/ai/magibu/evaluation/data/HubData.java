package ai.magibu.evaluation.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import ai.magibu.evaluation.task.Task;
import ai.magibu.hub.Hub;
import ai.magibu.hub.RepositoryId;

/** The data sets of a hub. Only the files that a task needs are downloaded. Immutable and thread-safe. */
public final class HubData implements DataSource {

    /** Small files, one of which every repository has. A download needs at least one file. */
    private static final Set<String> FIRST = Set.of(DatasetCard.FILE, ".gitattributes");

    private final Hub hub;

    /**
     * Creates a source.
     *
     * @param hub the hub
     */
    public HubData(Hub hub) {
        this.hub = hub;
    }

    @Override
    public DataFiles open(Task task) {
        RepositoryId dataset = RepositoryId.dataset(task.dataset());
        // First the commit: the names of a branch would include those of an older commit in the cache.
        String commit = hub.download(dataset, task.revision(), FIRST::contains).commit();
        Set<String> names = new TreeSet<>();
        hub.download(dataset, commit, name -> {
            names.add(name);
            return FIRST.contains(name);
        });
        return new Contents(hub, dataset, commit, List.copyOf(names));
    }

    private record Contents(Hub hub, RepositoryId dataset, String revision, List<String> names) implements DataFiles {

        @Override
        public List<Path> fetch(List<String> wanted) {
            Set<String> set = Set.copyOf(wanted);
            Path folder = hub.download(dataset, revision, set::contains).folder();
            return wanted.stream().map(folder::resolve).toList();
        }

        @Override
        public String toString() {
            return "The data set " + dataset + "@" + revision;
        }
    }
}
