package ai.magibu.langchain4j;

import java.util.Locale;
import java.util.Map;

/** A column that holds one key of the metadata, in the form of {@code PgVectorEmbeddingStore}'s {@code columnDefinitions}. */
record MetadataColumn(String name, Kind kind) {

    /** The types that {@code Metadata} can hold. The store also fails for columns of other types. */
    enum Kind {
        TEXT,
        UUID,
        NUMBER
    }

    private static final Map<String, Kind> TYPES = Map.ofEntries(
            Map.entry("text", Kind.TEXT),
            Map.entry("varchar", Kind.TEXT),
            Map.entry("character", Kind.TEXT),
            Map.entry("char", Kind.TEXT),
            Map.entry("uuid", Kind.UUID),
            Map.entry("smallint", Kind.NUMBER),
            Map.entry("int2", Kind.NUMBER),
            Map.entry("int", Kind.NUMBER),
            Map.entry("integer", Kind.NUMBER),
            Map.entry("int4", Kind.NUMBER),
            Map.entry("bigint", Kind.NUMBER),
            Map.entry("int8", Kind.NUMBER),
            Map.entry("real", Kind.NUMBER),
            Map.entry("float", Kind.NUMBER),
            Map.entry("float4", Kind.NUMBER),
            Map.entry("float8", Kind.NUMBER),
            Map.entry("double", Kind.NUMBER));

    /** @throws IllegalArgumentException if the definition is not a name and a type that metadata can hold */
    static MetadataColumn of(String definition) {
        String[] parts = definition.strip().split("\\s+");
        if (parts.length < 2) {
            throw new IllegalArgumentException("\"" + definition + "\" is not a column's name and type, such as \"document_id uuid\"");
        }
        SqlName.require("metadataColumns", parts[0], SqlName.COLUMN);
        Kind kind = TYPES.get(parts[1].replaceFirst("[(,].*", "").toLowerCase(Locale.ROOT));
        if (kind == null) {
            throw new IllegalArgumentException("\"" + definition + "\": LangChain4j's Metadata cannot hold the type " + parts[1]
                    + ". Use text, varchar, uuid, integer, bigint, real or double precision");
        }
        return new MetadataColumn(parts[0], kind);
    }
}
