package ai.magibu.embedding.source;

import java.io.IOException;

/** Gets the files of one model, one by one. */
interface FileStore {

    /**
     * Makes a file available.
     *
     * @param name relative, with {@code /}; known to stay inside
     * @return false if the model has none of that name
     */
    boolean fetch(String name);

    /** The content of a small file that was fetched. */
    byte[] read(String name) throws IOException;
}
