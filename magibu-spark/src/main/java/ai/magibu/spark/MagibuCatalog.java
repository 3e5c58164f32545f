package ai.magibu.spark;

import ai.magibu.embedding.api.Device;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The functions {@code embed_document(text)} and {@code embed_query(text)} for SQL in any language of Spark. They return an {@code
 * array<float>}; null for null.
 *
 * <pre>
 * spark.sql.catalog.magibu=ai.magibu.spark.MagibuCatalog
 * spark.sql.catalog.magibu.model=files:magibu
 *
 * SELECT id, magibu.embed_document(text) FROM passages
 * </pre>
 *
 * <p>The catalog's options are {@code model} (required), {@code precision}, {@code dimensions}, {@code maxTokens}, {@code threads}, {@code
 * device} and {@code cacheDirectory}, as those of {@link MagibuEmbedding}. The functions embed one text at a time, without titles and
 * token counts, and a rejected text fails the task, so bulk work is better done with {@link MagibuEmbedding}.
 */
public final class MagibuCatalog implements FunctionCatalog {

    private static final List<String> OPTIONS =
            List.of("model", "precision", "dimensions", "maxTokens", "threads", "device", "cacheDirectory");

    private static final Map<String, String> PROMPTS = Map.of("embed_document", "document", "embed_query", "query");

    private @Nullable String name;
    private @Nullable CaseInsensitiveStringMap options;

    /** Creates a catalog. Spark does this, and then calls {@link #initialize}. */
    public MagibuCatalog() {}

    /** @throws IllegalArgumentException for an unknown option */
    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap catalogOptions) {
        for (String option : catalogOptions.keySet()) {
            if (OPTIONS.stream().noneMatch(option::equalsIgnoreCase)) {
                throw new IllegalArgumentException("spark.sql.catalog." + catalogName + "." + option + " is not an option of this catalog. "
                        + "The options are " + String.join(", ", OPTIONS));
            }
        }
        name = catalogName;
        options = catalogOptions;
    }

    @Override
    public String name() {
        return initialized(name);
    }

    @Override
    public String[] defaultNamespace() {
        return new String[0];
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return new TreeSet<>(PROMPTS.keySet()).stream()
                .map(function -> Identifier.of(namespace, function))
                .toArray(Identifier[]::new);
    }

    @Override
    public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
        String function = identifier.name().toLowerCase(Locale.ROOT);
        String prompt = PROMPTS.get(function);
        if (prompt == null || identifier.namespace().length > 0) {
            throw new NoSuchFunctionException(identifier);
        }
        return new EmbedFunction(function, settings(prompt));
    }

    private EmbeddingSettings settings(String prompt) {
        CaseInsensitiveStringMap set = initialized(options);
        LoadSettings loading = new LoadSettings(
                set.getOrDefault("model", ""),
                LoadSettings.precision(set.getOrDefault("precision", "")),
                number(set, "maxTokens"),
                number(set, "threads"),
                Device.parse(set.getOrDefault("device", "auto")),
                set.getOrDefault("cacheDirectory", ""));
        return new EmbeddingSettings(loading, prompt, number(set, "dimensions"), EmbeddingSettings.Storage.FLOAT, false);
    }

    private int number(CaseInsensitiveStringMap set, String option) {
        try {
            return set.getInt(option, 0);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "spark.sql.catalog." + name + "." + option + " must be a number, not \"" + set.get(option) + "\"", e);
        }
    }

    private static <T> T initialized(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Spark has not initialized this catalog");
        }
        return value;
    }
}
