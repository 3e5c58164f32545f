package ai.magibu.hub;

import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.SafeNames;
import java.util.regex.Pattern;

/**
 * A repository of a hub. {@link #toString()} returns {@code owner/name}.
 *
 * @param kind model or data set
 * @param owner the user or organization
 * @param name the name without the owner
 */
public record RepositoryId(Kind kind, String owner, String name) {

    /** The kinds of repositories that can be downloaded. */
    public enum Kind {
        MODEL("model", "models", ""),
        DATASET("data set", "datasets", "datasets/");

        private final String word;
        private final String plural;
        private final String pagePrefix;

        Kind(String word, String plural, String pagePrefix) {
            this.word = word;
            this.plural = plural;
            this.pagePrefix = pagePrefix;
        }

        /** Returns the start of the names of repositories' folders in the cache. */
        String folderPrefix() {
            return plural + "--";
        }

        /** Returns what the hub's addresses have before {@code owner/name}. */
        String pagePrefix() {
            return pagePrefix;
        }
    }

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** @throws IllegalArgumentException if the hub does not allow such an owner or name */
    public RepositoryId {
        Arguments.requireSet("kind", kind);
        Arguments.requireSet("owner", owner);
        Arguments.requireSet("name", name);
        String id = owner + "/" + name;
        boolean valid = PART.matcher(owner).matches()
                && PART.matcher(name).matches()
                && !id.contains("--")
                && !id.contains("..")
                && !id.endsWith(".git");
        if (!valid) {
            throw invalid(kind, id);
        }
    }

    /**
     * Returns the model of that name.
     *
     * @param id {@code owner/name}
     * @throws IllegalArgumentException if the hub does not allow such a name
     */
    public static RepositoryId model(String id) {
        return parse(Kind.MODEL, id);
    }

    /**
     * Returns the data set of that name.
     *
     * @param id {@code owner/name}
     * @throws IllegalArgumentException if the hub does not allow such a name
     */
    public static RepositoryId dataset(String id) {
        return parse(Kind.DATASET, id);
    }

    private static RepositoryId parse(Kind kind, String id) {
        int slash = Arguments.requireSet("id", id).indexOf('/');
        if (slash < 0) {
            throw invalid(kind, id);
        }
        return new RepositoryId(kind, id.substring(0, slash), id.substring(slash + 1));
    }

    private static IllegalArgumentException invalid(Kind kind, String id) {
        return new IllegalArgumentException("\"" + SafeNames.printable(id) + "\" is not the name of a " + kind.word
                + " on the hub, which is owner/name of Latin letters, digits, '-', '_' and '.', such as alibayram/embeddingmagibu-200m");
    }

    /**
     * Checks the name of a branch, a tag or a commit.
     *
     * @return the revision
     * @throws IllegalArgumentException if no revision can have that name
     */
    public static String requireRevision(String revision) {
        if (!SafeNames.isInside(Arguments.requireSet("revision", revision)) || revision.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(
                    "\"" + SafeNames.printable(revision) + "\" is not a revision: write a branch, a tag or a commit");
        }
        return revision;
    }

    /** Returns whether a revision is a full commit hash, the only kind of revision whose files never change. */
    public static boolean isCommit(String revision) {
        return COMMIT.matcher(Arguments.requireSet("revision", revision)).matches();
    }

    /** Returns the path of the repository's page on the hub. */
    String page() {
        return kind.pagePrefix + this;
    }

    /** Returns the path of the repository in the hub's API. */
    String api() {
        return "api/" + kind.plural + "/" + this;
    }

    /** Returns the name of the repository's folder in the cache. */
    String folder() {
        return kind.folderPrefix() + owner + "--" + name;
    }

    /** Returns the kind, for messages. */
    String word() {
        return kind.word;
    }

    /** Returns the kind and the name, for messages. */
    String described() {
        return kind.word + " " + this;
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
