package ai.magibu.embedding.api;

import ai.magibu.hub.internal.Arguments;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device the model runs on.
 *
 * @param kind the kind of device
 * @param index the number of the CUDA device, from 0; 0 for the other kinds
 */
public record Device(Kind kind, int index) implements Serializable {

    /** CUDA if it works, otherwise the CPU (logged once). */
    public static final Device AUTO = new Device(Kind.AUTO, 0);

    /** The CPU. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /** The kinds of device. */
    public enum Kind {
        AUTO,
        CPU,
        CUDA
    }

    /** @throws IllegalArgumentException if the kind is null, the index is negative, or not 0 for a device without one */
    public Device {
        Arguments.requireSet("kind", kind);
        if (index < 0 || (kind != Kind.CUDA && index != 0)) {
            throw new IllegalArgumentException("no device " + kind + " with index " + index);
        }
    }

    /** Returns the CUDA device with an index, from 0. */
    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index);
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Device parse(String setting) {
        String value = Arguments.requireSet("setting", setting).strip().toLowerCase(Locale.ROOT);
        if (value.equals("auto")) {
            return AUTO;
        }
        if (value.equals("cpu")) {
            return CPU;
        }
        Matcher cuda = CUDA.matcher(value);
        if (cuda.matches()) {
            return cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        throw new IllegalArgumentException("device must be auto, cpu, cuda or cuda:N, not \"" + setting + "\"");
    }

    @Override
    public String toString() {
        return kind == Kind.CUDA ? "cuda:" + index : kind.name().toLowerCase(Locale.ROOT);
    }
}
