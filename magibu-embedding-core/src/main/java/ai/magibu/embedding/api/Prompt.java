package ai.magibu.embedding.api;

import java.util.Objects;

/**
 * Which of the model's prompts goes before a text. The prompts themselves come from the model's {@code
 * config_sentence_transformers.json}.
 *
 * <p>{@link #QUERY} and {@link #DOCUMENT} resolve as in sentence-transformers' {@code encode_query} and {@code
 * encode_document}; for a model that has neither they add nothing.
 */
public final class Prompt {

    /** The model's {@code default_prompt_name}; nothing where it names none. */
    public static final Prompt DEFAULT = new Prompt(Kind.DEFAULT, "");
    /** No prompt, whatever the model's default is. */
    public static final Prompt NONE = new Prompt(Kind.NONE, "");
    /** For a search query. */
    public static final Prompt QUERY = new Prompt(Kind.QUERY, "");
    /** For a passage that is to be found. */
    public static final Prompt DOCUMENT = new Prompt(Kind.DOCUMENT, "");

    /** How a prompt is looked up. */
    public enum Kind {
        DEFAULT,
        NONE,
        QUERY,
        DOCUMENT,
        NAMED
    }

    private final Kind kind;
    private final String name;

    private Prompt(Kind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /**
     * The model's prompt of that name, such as {@code "STS"} or {@code "Clustering"}. A name the model does not have is
     * refused when it is used, with the names it has.
     */
    public static Prompt named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a prompt's name must not be blank; use Prompt.NONE for no prompt");
        }
        return new Prompt(Kind.NAMED, name);
    }

    /**
     * Reads a setting: {@code default}, {@code none}, {@code query}, {@code document} (in any letter case), or a prompt's
     * name as the model spells it.
     */
    public static Prompt parse(String setting) {
        for (Prompt prompt : new Prompt[] {DEFAULT, NONE, QUERY, DOCUMENT}) {
            if (prompt.kind.name().equalsIgnoreCase(setting)) {
                return prompt;
            }
        }
        return named(setting);
    }

    public Kind kind() {
        return kind;
    }

    /** The name asked for; empty unless {@link Kind#NAMED}. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prompt that && kind == that.kind && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name);
    }

    @Override
    public String toString() {
        return kind == Kind.NAMED ? name : kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
