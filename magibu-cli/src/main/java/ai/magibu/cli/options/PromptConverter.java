package ai.magibu.cli.options;

import ai.magibu.embedding.api.Prompt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a prompt. */
public final class PromptConverter implements ITypeConverter<Prompt> {

    @Override
    public Prompt convert(String value) {
        try {
            return Prompt.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
