package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.PostgresSource.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account that PostgreSQL's programs run under: ours, except that they refuse root. A root (in a container, mostly) becomes
 * nobody in a user namespace of its own, where the files it owns stay its own; where the kernel denies that, another user.
 *
 * @param prefix what goes before each command
 * @param owner who must own the files; null for us
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

    /** Hands a file over to that account. */
    void own(Path file) throws IOException {
        if (owner != null) {
            Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
        }
    }
}
