package ai.magibu.embedding.internal.natives;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.stream.Stream;

/** Starts ONNX Runtime's Java binding with libraries that are unpacked already. */
final class OnnxRuntimeStart {

    private static final String BINDING = "ai.onnxruntime.OnnxRuntime";
    private static final String PATH = "onnxruntime.native.path";

    private OnnxRuntimeStart() {}

    /** Returns whether the binding is started; false as well if that cannot be known. */
    static boolean isDone() {
        try {
            return field("ortApiHandle").getLong(null) != 0; // the class loads nothing before its first use
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /** Returns whether the application tells the binding where its libraries are. */
    static boolean isConfigured() {
        return System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith("onnxruntime.native."));
    }

    static void from(Path folder) {
        if (hasTemporaryDirectory()) {
            // The application's other class loaders must not see the property: each needs a folder of its own.
            NativeLibraries.withProperty(PATH, folder.toString(), OrtEnvironment::getAvailableProviders);
        } else {
            withoutTemporaryDirectory(folder);
        }
    }

    private static boolean hasTemporaryDirectory() {
        try {
            Files.delete(Files.createTempDirectory("magibu"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Does what {@code OnnxRuntime.init()} does, which insists on a temporary folder even if it has nothing to put there, and
     * so fails in a container with a read-only file system.
     */
    private static void withoutTemporaryDirectory(Path folder) {
        try {
            System.load(folder.resolve(System.mapLibraryName("onnxruntime")).toString());
            System.load(folder.resolve(System.mapLibraryName("onnxruntime4j_jni")).toString());
            int version = latestApiVersion();
            long api = (long) call("initialiseAPIBase", version);
            if (api == 0) {
                throw new UnsatisfiedLinkError("ONNX Runtime's classes and its native library are of different versions");
            }
            long training = (long) call("initialiseTrainingAPIBase", api, version);
            field("libraryDirPathProperty").set(null, folder.toString());
            field("tempDirectory").set(null, folder);
            field("ortTrainingApiHandle").setLong(null, training);
            field("ortCompileApiHandle").setLong(null, (long) call("initialiseCompileAPIBase", api));
            field("trainingEnabled").setBoolean(null, training != 0);
            field("providers").set(null, providers(api));
            field("version").set(null, call("initialiseVersion"));
            field("ortApiHandle").setLong(null, api);
            field("loaded").setBoolean(null, true);
            OrtEnvironment.getAvailableProviders();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new UnsatisfiedLinkError("this ONNX Runtime needs a temporary folder that can be written: "
                    + System.getProperty("java.io.tmpdir") + " (" + e + ")");
        }
    }

    private static EnumSet<OrtProvider> providers(long api) throws ReflectiveOperationException {
        EnumSet<OrtProvider> providers = EnumSet.noneOf(OrtProvider.class);
        Stream.of((String[]) call("getAvailableProviders", api)).map(OrtProvider::mapFromName).forEach(providers::add);
        return providers;
    }

    private static int latestApiVersion() throws ReflectiveOperationException {
        int latest = 0;
        for (Field field : Class.forName(BINDING).getDeclaredFields()) {
            if (field.getName().startsWith("ORT_API_VERSION_") && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                latest = Math.max(latest, field.getInt(null));
            }
        }
        return latest;
    }

    private static Field field(String name) throws ReflectiveOperationException {
        Field field = Class.forName(BINDING).getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static Object call(String name, Object... arguments) throws ReflectiveOperationException {
        Class<?>[] types = Stream.of(arguments)
                .map(argument -> argument instanceof Long ? long.class : int.class)
                .toArray(Class<?>[]::new);
        Method method = Class.forName(BINDING).getDeclaredMethod(name, types);
        method.setAccessible(true);
        return method.invoke(null, arguments);
    }
}
