package ai.magibu.hub.internal;

import org.jspecify.annotations.Nullable;

/** Checks the arguments of public methods. */
public final class Arguments {

    private Arguments() {}

    /**
     * Returns the value.
     *
     * @param name the argument's name, for the message
     * @throws IllegalArgumentException if the value is null
     */
    public static <T> T requireSet(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("the " + name + " is null");
        }
        return value;
    }
}
