package ai.magibu.adaptation.internal.student;

import org.jspecify.annotations.Nullable;

/** A setting of DJL, an environment variable or a system property. */
final class Setting {

    private Setting() {}

    /** Returns the value; null if it is not set or empty, which DJL ignores. */
    static @Nullable String of(String name) {
        String environment = System.getenv(name);
        String value = environment == null ? System.getProperty(name) : environment;
        return value == null || value.isEmpty() ? null : value;
    }
}
