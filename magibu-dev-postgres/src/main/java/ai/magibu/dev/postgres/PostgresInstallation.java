package ai.magibu.dev.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's server programs on this machine.
 *
 * @param bin the folder with initdb and pg_ctl
 * @param version the major version, such as 17
 */
record PostgresInstallation(Path bin, int version) {

    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Pattern VERSION = Pattern.compile("PostgreSQL\\)? (\\d+)");

    /** Folders that contain a bin folder: Debian, Red Hat, Homebrew, Postgres.app, Windows. "*" is any name. */
    private static final List<String> USUAL_PLACES = List.of(
            "/usr/lib/postgresql/*",
            "/usr/pgsql-*",
            "/usr/local/pgsql",
            "/opt/homebrew/opt/postgresql@*",
            "/usr/local/opt/postgresql@*",
            "/Applications/Postgres.app/Contents/Versions/*",
            "C:/Program Files/PostgreSQL/*");

    /**
     * Returns the installations that have pgvector, newest first.
     *
     * @param home the only folder to search; null for the usual places
     */
    static List<PostgresInstallation> withPgvector(@Nullable Path home) {
        Set<Path> bins = new LinkedHashSet<>();
        if (home != null) {
            for (String below : List.of("", "bin", "lib/postgresql/*/bin")) {
                bins.addAll(folders(home.resolve(below).toString()));
            }
        } else {
            Commands.Result onPath = Commands.run(List.of("pg_config", "--bindir"));
            if (onPath.ok()) {
                bins.add(Path.of(onPath.output().strip()));
            }
            USUAL_PLACES.forEach(place -> bins.addAll(folders(place + "/bin")));
        }
        List<PostgresInstallation> found = new ArrayList<>();
        for (Path bin : bins) {
            at(bin).filter(PostgresInstallation::hasPgvector).ifPresent(found::add);
        }
        found.sort(Comparator.comparingInt(PostgresInstallation::version).reversed());
        return found;
    }

    private static Optional<PostgresInstallation> at(Path bin) {
        PostgresInstallation candidate = new PostgresInstallation(bin, 0);
        if (!Files.isExecutable(Path.of(candidate.program("initdb")))) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(Commands.run(List.of(candidate.program("initdb"), "--version")).output());
        return version.find()
                ? Optional.of(new PostgresInstallation(bin, Integer.parseInt(version.group(1))))
                : Optional.empty();
    }

    /** Returns the full path of one of its programs. */
    String program(String name) {
        return bin.resolve(WINDOWS ? name + ".exe" : name).toString();
    }

    private boolean hasPgvector() {
        Commands.Result share = Commands.run(List.of(program("pg_config"), "--sharedir"));
        Path folder = share.ok() ? Path.of(share.output().strip()) : bin.resolveSibling("share");
        return Files.exists(folder.resolve("extension/vector.control"));
    }

    /** Returns the existing folders that match a pattern, which has at most one "*". */
    private static List<Path> folders(String pattern) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return Files.isDirectory(Path.of(pattern)) ? List.of(Path.of(pattern)) : List.of();
        }
        int start = pattern.lastIndexOf('/', star) + 1;
        int end = pattern.indexOf('/', star);
        Path parent = Path.of(pattern.substring(0, start));
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> names = Files.newDirectoryStream(parent, pattern.substring(start, end))) {
                names.forEach(name -> found.add(name.resolve(pattern.substring(end + 1))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }
}
