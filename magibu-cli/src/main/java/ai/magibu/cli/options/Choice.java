package ai.magibu.cli.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Reads an enum in any letter case and any locale; picocli's own conversion accepts the constants' upper case only. */
public final class Choice {

    private Choice() {}

    /** Returns the constant of that name. */
    public static <E extends Enum<E>> E of(Class<E> type, String value) {
        for (E constant : type.getEnumConstants()) {
            // equalsIgnoreCase would accept a dotless i for an i.
            if (constant.name().toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new TypeConversionException("expected one of " + names + ", not \"" + value + "\"");
    }
}
