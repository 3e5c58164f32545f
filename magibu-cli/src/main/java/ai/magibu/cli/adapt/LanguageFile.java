package ai.magibu.cli.adapt;

import ai.magibu.adaptation.corpus.Corpus;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A file or folder of one language, written as {@code tr=news.txt}.
 *
 * @param language the name of the language
 * @param file the file or folder
 */
record LanguageFile(String language, Path file) {

    Corpus corpus() {
        return Corpus.of(language, List.of(file));
    }

    /** Reads the value of an option. */
    static final class Converter implements ITypeConverter<LanguageFile> {
        @Override
        public LanguageFile convert(String value) {
            int equals = value.indexOf('=');
            if (equals < 1 || equals == value.length() - 1 || value.substring(0, equals).isBlank()) {
                throw new TypeConversionException("expected LANGUAGE=FILE, such as tr=news.txt, not \"" + value + "\"");
            }
            return new LanguageFile(value.substring(0, equals), Path.of(value.substring(equals + 1)));
        }
    }
}
