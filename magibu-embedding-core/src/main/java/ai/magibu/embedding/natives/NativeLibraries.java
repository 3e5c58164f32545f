package ai.magibu.embedding.natives;

/** Placeholder until the real one is merged. */
public final class NativeLibraries {

    private NativeLibraries() {}

    public static void loadTokenizers() {}

    public static void loadOnnxRuntime() {}
}
