package ai.magibu.embedding.source;

import java.util.regex.Pattern;

/** A repository of a hub. {@link #toString()} gives {@code owner/name}. */
record RepositoryId(String owner, String name) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** @throws IllegalArgumentException if the hub could not have such a repository */
    static RepositoryId parse(String text) {
        String[] parts = text.split("/", -1);
        boolean valid = parts.length == 2
                && PART.matcher(parts[0]).matches()
                && PART.matcher(parts[1]).matches()
                && !text.contains("--")
                && !text.contains("..")
                && !text.endsWith(".git");
        if (!valid) {
            throw new IllegalArgumentException("\"" + text + "\" is neither an existing folder nor a model of the hub, which is owner/name"
                    + " of Latin letters, digits, '-', '_' and '.', such as alibayram/embeddingmagibu-200m");
        }
        return new RepositoryId(parts[0], parts[1]);
    }

    /** @throws IllegalArgumentException if no branch, tag or commit can have that name */
    static String requireRevision(String revision) {
        if (!FileNames.isInside(revision) || revision.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("\"" + revision + "\" is no revision: write a branch, a tag or a commit");
        }
        return revision;
    }

    /** Whether it is a whole commit hash, which never means anything else later. */
    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
