package ai.magibu.embedding.internal.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * The native libraries of one dependency, as its jar holds them for this platform.
 *
 * @param name the beginning of the folder's name
 * @param owner a class of the dependency, whose class loader uses the libraries
 * @param libraries the files in the order of loading; empty if the jar has none for this platform
 */
record NativeBundle(String name, Class<?> owner, List<Library> libraries) {

    private static final int BUFFER_BYTES = 1 << 16;

    /** A library's file name, its place in the jar, its size, and its CRC-32, which the jar's directory has ready. */
    record Library(String file, String resource, long bytes, long crc) {}

    static NativeBundle tokenizers(Class<?> owner) throws IOException {
        String library = System.mapLibraryName("tokenizers");
        List<String> files = os().equals("win")
                ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", library)
                : List.of(library);
        String arch = arch().equals("x64") ? "x86_64" : arch();
        return of("tokenizers", owner, "native/lib/" + os() + "-" + arch + "/cpu/", files);
    }

    static NativeBundle onnxRuntime(Class<?> owner) throws IOException {
        List<String> files = new ArrayList<>();
        for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
            files.add(System.mapLibraryName(library));
        }
        String folder = "ai/onnxruntime/native/" + os() + "-" + arch() + "/";
        if (os().equals("win")) {
            files.add(System.mapLibraryName("onnxruntime_providers_shared")); // ONNX Runtime loads it by itself
        }
        return of("onnxruntime", owner, folder, files);
    }

    /** Returns whether ONNX Runtime has further libraries, of hundreds of megabytes, which it unpacks when they are needed. */
    static boolean hasGpuLibraries(Class<?> owner) {
        String file = System.mapLibraryName("onnxruntime_providers_cuda");
        return owner.getResource("/ai/onnxruntime/native/" + os() + "-" + arch() + "/" + file) != null;
    }

    static NativeBundle of(String name, Class<?> owner, String folder, List<String> files) throws IOException {
        List<Library> libraries = new ArrayList<>();
        for (String file : files) {
            URL url = owner.getResource("/" + folder + file);
            if (url == null) {
                return new NativeBundle(name, owner, List.of());
            }
            libraries.add(library(file, folder + file, url));
        }
        return new NativeBundle(name, owner, List.copyOf(libraries));
    }

    private static Library library(String file, String resource, URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection inJar) {
            try (JarFile jar = inJar.getJarFile()) {
                JarEntry entry = jar.getJarEntry(inJar.getEntryName());
                if (entry != null && entry.getSize() >= 0 && entry.getCrc() >= 0) {
                    return new Library(file, resource, entry.getSize(), entry.getCrc());
                }
            }
        }
        try (InputStream in = url.openStream()) {
            CRC32 crc = new CRC32();
            long bytes = update(crc, in);
            return new Library(file, resource, bytes, crc.getValue());
        }
    }

    private static long update(CRC32 crc, InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            crc.update(buffer, 0, count);
            bytes += count;
        }
        return bytes;
    }

    /** Returns whether a stream has a library's content. */
    static boolean matches(Library library, InputStream in) throws IOException {
        CRC32 crc = new CRC32();
        return update(crc, in) == library.bytes() && crc.getValue() == library.crc();
    }

    InputStream open(Library library) throws IOException {
        InputStream in = owner.getResourceAsStream("/" + library.resource());
        if (in == null) {
            throw new IOException(library.resource() + " has disappeared from the class path");
        }
        return in;
    }

    /** Returns the folder's name: another content has another name. */
    String key() {
        CRC32 all = new CRC32();
        StringBuilder key = new StringBuilder(name).append('-').append(platform());
        for (Library library : libraries) {
            all.update((library.file() + ' ' + library.bytes() + ' ' + library.crc() + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return key.append('-').append(String.format(Locale.ROOT, "%08x", all.getValue())).toString();
    }

    static String platform() {
        return os() + "-" + arch();
    }

    private static String os() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return os.startsWith("windows") ? "win" : os.startsWith("mac") ? "osx" : os.startsWith("linux") ? "linux" : os;
    }

    private static String arch() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch;
    }
}
