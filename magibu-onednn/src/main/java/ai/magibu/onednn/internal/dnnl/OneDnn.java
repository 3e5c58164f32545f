package ai.magibu.onednn.internal.dnnl;

import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.internal.natives.NativeLibraries;
import ai.magibu.embedding.internal.natives.Processor;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The library oneDNN, loaded once in a process. Safe for concurrent use. */
public final class OneDnn {

    private static final String ARTIFACT = "org.bytedeco:dnnl:3.11-1.5.13:linux-x86_64";
    private static final String FOLDER = "org/bytedeco/dnnl/linux-x86_64/";
    private static final List<String> FILES = List.of("libgomp.so.1", "libdnnl.so.3");

    private static @Nullable OneDnn instance;

    private final long engine;
    private final Function setThreads;

    private OneDnn(long engine, Function setThreads) {
        this.engine = engine;
        this.setThreads = setThreads;
    }

    /**
     * Returns the library; loads it first.
     *
     * @throws DeviceUnavailableException if it does not exist for this platform, its jar is missing, or the processor has no bfloat16
     *     instructions
     * @throws InferenceException if the library cannot be loaded
     */
    public static synchronized OneDnn get() {
        if (instance == null) {
            instance = load();
        }
        return instance;
    }

    private static OneDnn load() {
        String os = System.getProperty("os.name", "");
        String architecture = System.getProperty("os.arch", "");
        if (!os.toLowerCase(Locale.ROOT).startsWith("linux") || !architecture.equals("amd64")) {
            throw unavailable("it runs on Linux on x86-64 only, and this is " + os + " on " + architecture);
        }
        NativeLibrary[] libraries = new NativeLibrary[FILES.size()];
        if (!NativeLibraries.load("onednn", OneDnn.class, FOLDER, FILES, folder -> open(folder, libraries))) {
            throw unavailable("its library is not on the class path: add " + ARTIFACT);
        }
        Dnnl.register(libraries[1]);
        if ((Dnnl.dnnl_get_effective_cpu_isa() & Dnnl.AVX512_BF16) != Dnnl.AVX512_BF16) {
            throw unavailable("this processor, " + Processor.name() + ", has no bfloat16 instructions (AVX512-BF16, or AMX)");
        }
        long[] engine = new long[1];
        check(Dnnl.dnnl_engine_create(engine, Dnnl.CPU, 0), "its engine");
        return new OneDnn(engine[0], libraries[0].getFunction("omp_set_num_threads"));
    }

    /** JNA looks for a library's dependencies where the system does, so libgomp is opened first. */
    private static void open(Path folder, NativeLibrary[] libraries) {
        for (int i = 0; i < libraries.length; i++) {
            libraries[i] = NativeLibrary.getInstance(folder.resolve(FILES.get(i)).toString());
        }
    }

    private static DeviceUnavailableException unavailable(String reason) {
        return new DeviceUnavailableException("bf16 on the CPU cannot be used: " + reason + ". Use fp32 or int8 on the CPU", null);
    }

    long engine() {
        return engine;
    }

    /** Makes oneDNN use only the calling thread, for all its calls from this thread on. */
    public void useOnlyThisThread() {
        setThreads.invokeInt(new Object[] {1});
    }

    static void check(int status, String what) {
        if (status != Dnnl.SUCCESS) {
            throw new InferenceException("oneDNN failed on " + what + " (status " + status + ") on this processor, " + Processor.name(),
                    null);
        }
    }
}
