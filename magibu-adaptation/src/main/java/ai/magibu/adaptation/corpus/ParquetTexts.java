package ai.magibu.adaptation.corpus;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.parquet.ParquetFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** The texts of a Parquet file. */
final class ParquetTexts {

    private static final String TEXT = "text";

    private ParquetTexts() {}

    static void read(Path file, Consumer<String> consumer) {
        ParquetFile.read(file, types -> selection(file, types), (number, row) -> {
            String text = row.getString(1);
            if (text == null) {
                throw new AdaptationException(file + ", row " + number + ": the text is null.");
            }
            if (!text.isBlank()) {
                consumer.accept(text);
            }
        });
    }

    private static String selection(Path file, Map<String, String> types) {
        if (!"VARCHAR".equals(types.get(TEXT))) {
            throw new AdaptationException(file + ": there is no column \"" + TEXT + "\" of strings. The columns are "
                    + String.join(", ", types.keySet()) + ".");
        }
        return TEXT;
    }
}
