package ai.magibu.embedding.internal.natives;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.internal.natives.NativeBundle.Library;
import ai.magibu.hub.internal.FileTree;
import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Loads the native libraries of the tokenizer and of ONNX Runtime.
 *
 * <p>Both are unpacked from their jars into {@code natives} in the user's cache folder, or into the folder that the system
 * property {@code magibu.natives} or the environment variable {@code MAGIBU_NATIVES} names. That folder may be read-only if it
 * holds the libraries already. Their content is compared to the jar's, and a folder that another user can write is rejected. A
 * second class loader in the same process gets copies of its own.
 *
 * <p>ONNX Runtime unpacks its libraries by itself if the application sets {@code onnxruntime.native.path} or another of its
 * settings, in a GPU build, and if it belongs to another class loader than this class.
 *
 * <p>Safe for concurrent use. A call after the first successful one does nothing.
 */
public final class NativeLibraries {

    private static final Object LOCK = new Object();
    private static final String DJL_PATH = "RUST_LIBRARY_PATH";

    private static boolean tokenizersLoaded;
    private static boolean onnxRuntimeLoaded;

    private NativeLibraries() {}

    /** @throws InferenceException if the tokenizer's library cannot be loaded; the message gives the cause and a remedy */
    static void loadTokenizers() {
        synchronized (LOCK) {
            if (!tokenizersLoaded) {
                run("the tokenizer's native library", NativeLibraries::startTokenizers);
                tokenizersLoaded = true;
            }
        }
    }

    /** @throws InferenceException if ONNX Runtime cannot be started; the message gives the cause and a remedy */
    static void loadOnnxRuntime() {
        synchronized (LOCK) {
            if (!onnxRuntimeLoaded) {
                run("ONNX Runtime", NativeLibraries::startOnnxRuntime);
                onnxRuntimeLoaded = true;
            }
        }
    }

    /**
     * Unpacks and loads the libraries of an optional dependency.
     *
     * @param name the beginning of the folder's name
     * @param owner a class whose class loader finds the libraries
     * @param folder the place of the files in the dependency's jar, ending in a slash
     * @param files the files in the order of loading
     * @param load loads them from a folder, which may be deleted afterwards
     * @return false if a file is not on the class path
     * @throws InferenceException if a library cannot be loaded; the message gives the cause and a remedy
     */
    public static boolean load(String name, Class<?> owner, String folder, List<String> files, Consumer<Path> load) {
        AtomicBoolean found = new AtomicBoolean();
        synchronized (LOCK) {
            run(name, () -> {
                NativeBundle bundle = NativeBundle.of(name, owner, folder, files);
                if (!bundle.libraries().isEmpty()) {
                    withFolder(bundle, load);
                    found.set(true);
                }
            });
        }
        return found.get();
    }

    private interface Start {
        void run() throws IOException;
    }

    private static void run(String what, Start start) {
        try {
            start.run();
        } catch (IOException | EngineException | LinkageError e) {
            throw LoadFailure.of(what, e);
        }
    }

    private static void startTokenizers() throws IOException {
        if (areTokenizersLinked()) {
            return; // by other code of the application
        }
        NativeBundle bundle = require(NativeBundle.tokenizers(TokenizersLibrary.class));
        if (isOfThisLoader(TokenizersLibrary.class)) {
            withFolder(bundle, folder -> loadAll(bundle, folder));
        } else {
            String library = System.mapLibraryName("tokenizers"); // DJL fails on a folder if the machine has no GPU
            withFresh(bundle, folder -> withProperty(DJL_PATH, folder.resolve(library).toString(), LibUtils::checkStatus));
        }
    }

    /** A call that fails in one way with the library and in another without. */
    private static boolean areTokenizersLinked() {
        try {
            TokenizersLibrary.LIB.createTokenizerFromString("");
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }

    private static void startOnnxRuntime() throws IOException {
        if (OnnxRuntimeStart.isDone()) {
            return; // by other code of the application
        }
        NativeBundle bundle = NativeBundle.onnxRuntime(OrtEnvironment.class);
        if (OnnxRuntimeStart.isConfigured() || !isOfThisLoader(OrtEnvironment.class)
                || NativeBundle.hasGpuLibraries(OrtEnvironment.class)) {
            OrtEnvironment.getAvailableProviders();
            return;
        }
        require(bundle);
        withFolder(bundle, folder -> {
            System.load(folder.resolve(bundle.libraries().get(0).file()).toString()); // fails here if another class loader has it
            OnnxRuntimeStart.from(folder);
        });
    }

    private static NativeBundle require(NativeBundle bundle) {
        if (bundle.libraries().isEmpty()) {
            throw new InferenceException(
                    bundle.name() + " has no native library for " + NativeBundle.platform() + " on the class path. There are some for"
                            + " Linux on x86-64 and aarch64, macOS on Apple silicon, and Windows on x86-64",
                    null);
        }
        return bundle;
    }

    /** The JVM finds native methods only in libraries that a class of the same loader has loaded. */
    private static boolean isOfThisLoader(Class<?> type) {
        return type.getClassLoader() == NativeLibraries.class.getClassLoader();
    }

    private static void loadAll(NativeBundle bundle, Path folder) {
        for (Library library : bundle.libraries()) {
            System.load(folder.resolve(library.file()).toString());
        }
    }

    private static void withFolder(NativeBundle bundle, Consumer<Path> load) throws IOException {
        if (!NativeFolder.isLasting()) {
            withFresh(bundle, load);
            return;
        }
        try {
            load.accept(NativeFolder.unpacked(bundle));
        } catch (UnsatisfiedLinkError e) {
            if (!String.valueOf(e.getMessage()).contains("already loaded in another classloader")) {
                throw e;
            }
            withFresh(bundle, load);
        }
    }

    private static void withFresh(NativeBundle bundle, Consumer<Path> load) throws IOException {
        Path fresh = NativeFolder.fresh(bundle);
        try {
            load.accept(fresh);
        } finally {
            if (!NativeBundle.platform().startsWith("win")) {
                FileTree.delete(fresh); // a loaded library does not need its name
            }
        }
    }

    static void withProperty(String name, String value, Runnable action) {
        String before = System.setProperty(name, value);
        try {
            action.run();
        } finally {
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        }
    }
}
