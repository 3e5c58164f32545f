package ai.magibu.adaptation.internal.student;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.internal.file.FileFault;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/** Checks that PyTorch's native library is on the class path, because DJL would otherwise download one. */
final class PyTorchLibrary {

    private static final String VERSION = "2.7.1";
    private static final String DESCRIPTION = "native/lib/pytorch.properties";

    private PyTorchLibrary() {}

    /** @throws AdaptationException if there is no library for this platform, or one of another version; the message names the right one */
    static void require() {
        String own = Setting.of("PYTORCH_LIBRARY_PATH");
        if (own != null) {
            checkOwn(own);
            return;
        }
        String version = Setting.of("PYTORCH_VERSION");
        if (version != null && !version.startsWith(VERSION)) {
            throw new AdaptationException("PYTORCH_VERSION is set to " + version + ", but training needs PyTorch " + VERSION
                    + ". Unset it, or set PYTORCH_LIBRARY_PATH to the folder of your own library.");
        }
        check(descriptions(), platform());
    }

    /** @param path files or folders of the user, of which DJL ignores those without the library */
    static void checkOwn(String path) {
        String library = System.mapLibraryName("torch");
        boolean found = Stream.of(path.split(File.pathSeparator, -1)).map(File::new)
                .anyMatch(file -> file.isFile() ? file.getName().equals(library) : new File(file, library).isFile());
        if (!found) {
            throw new AdaptationException("PYTORCH_LIBRARY_PATH is set to " + path + ", but there is no " + library
                    + ". Unset it, or set it to the folder of that file.");
        }
    }

    /** @param found the properties of each library on the class path */
    static void check(List<Properties> found, String platform) {
        if (found.stream().anyMatch(library -> isOf(library, platform))) {
            return;
        }
        String artifact = "ai.djl.pytorch:pytorch-native-cpu:" + VERSION + ":" + platform;
        String remedy = " Add " + artifact + " to the class path, or put pytorch-native-cpu-" + VERSION + "-" + platform
                + ".jar next to magibu-cli.jar.";
        if (found.isEmpty()) {
            throw new AdaptationException("Training needs the native library of PyTorch, which is not on the class path." + remedy);
        }
        Properties other = found.get(0);
        throw new AdaptationException("Training needs the native library of PyTorch " + VERSION + " for " + platform
                + ", but the class path has version " + other.getProperty("version") + " for " + other.getProperty("classifier") + "."
                + remedy);
    }

    private static boolean isOf(Properties library, String platform) {
        String version = library.getProperty("version", "");
        return (version.equals(VERSION) || version.startsWith(VERSION + "-")) && platform.equals(library.getProperty("classifier"));
    }

    private static List<Properties> descriptions() {
        try {
            return Collections.list(loader().getResources(DESCRIPTION)).stream().map(PyTorchLibrary::read).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new AdaptationException("PyTorch's native library on the class path cannot be read: " + FileFault.reason(e), e);
        }
    }

    private static Properties read(URL url) {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** The class loader in which DJL looks. */
    private static ClassLoader loader() {
        return Objects.requireNonNullElse(Thread.currentThread().getContextClassLoader(), PyTorchLibrary.class.getClassLoader());
    }

    /** Returns DJL's name of this platform. */
    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        String name = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        return name + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }
}
