package ai.magibu.embedding.api;

import ai.magibu.hub.internal.Arguments;
import java.util.Objects;

/**
 * The choice of a prompt, which goes before a text. The prompts themselves come from the model's {@code
 * config_sentence_transformers.json}.
 *
 * <p>{@link #QUERY} and {@link #DOCUMENT} resolve as in sentence-transformers' {@code encode_query} and {@code
 * encode_document}; if the model defines neither, they add nothing.
 */
public final class Prompt {

    /** The model's {@code default_prompt_name}; no prompt if the model does not define one. */
    public static final Prompt DEFAULT = new Prompt(Kind.DEFAULT, "");
    /** No prompt, whatever the model's default is. */
    public static final Prompt NONE = new Prompt(Kind.NONE, "");
    /** For a search query. */
    public static final Prompt QUERY = new Prompt(Kind.QUERY, "");
    /** For a passage that queries should find. */
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
     * Returns the choice of a prompt by name, such as {@code "STS"} or {@code "Clustering"}. A name that the model does not define is
     * rejected when it is used; the message lists the model's names.
     */
    public static Prompt named(String name) {
        if (Arguments.requireSet("name", name).isBlank()) {
            throw new IllegalArgumentException("a prompt's name must not be blank; use Prompt.NONE for no prompt");
        }
        return new Prompt(Kind.NAMED, name);
    }

    /**
     * Reads a setting: {@code default}, {@code none}, {@code query}, {@code document} (in any letter case), or a prompt's name as the
     * model spells it.
     */
    public static Prompt parse(String setting) {
        Arguments.requireSet("setting", setting);
        for (Prompt prompt : new Prompt[] {DEFAULT, NONE, QUERY, DOCUMENT}) {
            if (prompt.kind.name().equalsIgnoreCase(setting)) {
                return prompt;
            }
        }
        return named(setting);
    }

    /** Returns how the prompt is looked up. */
    public Kind kind() {
        return kind;
    }

    /** Returns the requested name; empty unless {@link Kind#NAMED}. */
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
