package ai.magibu.evaluation.data;

import java.nio.file.Path;
import java.util.List;

/** The files of a data set. */
public interface DataFiles {

    /**
     * Returns the revision of the files.
     *
     * @return a commit of 40 hexadecimal digits, or {@code main} if it is not known
     */
    String revision();

    /**
     * Returns the names of all files.
     *
     * @return paths with {@code /} between their parts, for example {@code data/test.jsonl}, in ascending order
     */
    List<String> names();

    /**
     * Makes files available and returns them.
     *
     * @param names some of {@link #names()}
     * @return the files, in the order of their names in the argument
     * @throws ai.magibu.hub.HubException if a file cannot be downloaded
     */
    List<Path> fetch(List<String> names);

    /** Returns a description of the data set for messages, for example its folder. */
    @Override
    String toString();
}
