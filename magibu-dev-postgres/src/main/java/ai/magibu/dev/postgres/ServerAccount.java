package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.PostgresSource.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account that runs PostgreSQL's programs, which refuse root. It is the account of this process, except for root. Root, usually
 * in a container, becomes nobody in a user namespace of its own, in which it keeps its files. If the kernel denies that, another
 * user runs the programs.
 *
 * @param prefix the start of each command
 * @param owner the user who must own the files; null for this process's
 */
record ServerAccount(List<String> prefix, @Nullable String owner) {

    static ServerAccount find() throws UnavailableException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new ServerAccount(List.of(), null);
        }
        if (Commands.run(List.of("unshare", "-U", "true")).ok()) {
            return new ServerAccount(List.of("unshare", "-U"), null);
        }
        for (String user : List.of("postgres", "nobody")) {
            List<String> prefix = List.of("setpriv", "--reuid", user, "--clear-groups");
            List<String> probe = new ArrayList<>(prefix);
            probe.add("true");
            if (Commands.run(probe).ok()) {
                return new ServerAccount(prefix, user);
            }
        }
        throw new UnavailableException("PostgreSQL refuses root, and neither unshare nor setpriv works here");
    }

    List<String> command(String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return whole;
    }

    /** Makes that account the owner of a file. */
    void own(Path file) throws IOException {
        if (owner != null) {
            Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
        }
    }
}
