package ai.magibu.hub.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
class TrustedFolderTest {

    private static final int OTHER_USER = 65534;

    @TempDir
    private Path folder;

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static void sticky(Path path) throws IOException {
        Files.setAttribute(path, "unix:mode", (Integer) Files.getAttribute(path, "unix:mode") | 01000 | 0002);
    }

    @Test
    void foldersOfTheDefaultCacheArePrivate() throws IOException {
        Path created = folder.resolve("a/b");
        new TrustedFolder(folder.resolve("a"), false).create(created);
        assertThat(Files.getPosixFilePermissions(created)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(created.getParent())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void foldersOfAConfiguredCacheCanBeReadByOthers() throws IOException {
        Path created = folder.resolve("a/b");
        new TrustedFolder(folder.resolve("a"), true).create(created);
        assertThat(Files.getPosixFilePermissions(created)).doesNotContainAnyElementsOf(PosixFilePermissions.fromString("----w--w-"));
    }

    @Test
    void nothingBelowAFolderThatOthersCanWriteIsTrusted() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("home/cache"));
        Path file = Files.createFile(cache.resolve("file"));
        TrustedFolder trusted = new TrustedFolder(cache, false);
        assertThat(trusted.problem(file)).isNull();
        for (Path each : new Path[] {file, cache, cache.getParent()}) {
            mode(each, "rwxr-xrwx");
            assertThat(trusted.problem(file)).startsWith(each + " can be written by other users").contains("chmod go-w");
            mode(each, "rwxr-xr-x");
        }
        mode(cache, "rwxrwxrwx");
        assertThatThrownBy(() -> trusted.create(cache.resolve("new"))).isInstanceOf(IOException.class)
                .hasMessageContaining(cache.toString());
    }

    @Test
    void stickyFolderMayBeOnTheWayButIsNotTrustedItself() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        sticky(shared);
        Path own = Files.createDirectory(shared.resolve("own"));
        mode(own, "rwx------");
        assertThat(new TrustedFolder(own, false).problem(own)).isNull();
        assertThat(new TrustedFolder(shared, false).problem(shared)).contains("can be written");
    }

    @Test
    void configuredFolderMayBeWritableButNotWhatIsInIt() throws IOException {
        Path volume = Files.createDirectory(folder.resolve("volume")); // as an emptyDir of Kubernetes
        mode(volume, "rwxrwxrwx");
        Path graphs = Files.createDirectory(volume.resolve("graphs"));
        TrustedFolder trusted = new TrustedFolder(volume, true);
        assertThat(trusted.problem(graphs)).isNull();
        mode(graphs, "rwxrwxrwx");
        assertThat(trusted.problem(graphs)).contains("can be written");
    }

    @Test
    void anotherUsersFilesAreRejectedUnlessTheFolderIsConfigured() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Path file = Files.createFile(cache.resolve("file"));
        try {
            Files.setAttribute(file, "unix:uid", OTHER_USER);
            Files.setAttribute(cache, "unix:uid", OTHER_USER);
        } catch (IOException e) {
            assumeThat(e).as("only root can give files away").isNull();
        }
        assertThat(new TrustedFolder(cache, false).problem(file)).startsWith(cache + " belongs to another user");
        assertThat(new TrustedFolder(cache, true).problem(file)).isNull();
        mode(folder, "rwxrwxrwx");
        assertThat(new TrustedFolder(cache, true).problem(file)).as("anybody could have made it there").startsWith(cache + " belongs to");
    }
}
