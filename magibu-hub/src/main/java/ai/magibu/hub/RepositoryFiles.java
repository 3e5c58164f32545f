package ai.magibu.hub;

/** The files of one revision of a repository, which become available one by one. */
public interface RepositoryFiles {

    /**
     * Makes a file available: finds it in the cache, or downloads it.
     *
     * @param name the file's path in the repository, with {@code /} between its parts
     * @return false if the revision has no file of that name
     * @throws HubException if the file cannot be downloaded, or if the name is not a path inside the repository
     */
    boolean fetch(String name);

    /**
     * Returns the content of a small file that was fetched.
     *
     * @throws HubException if the file cannot be read
     */
    byte[] read(String name);
}
