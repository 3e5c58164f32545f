package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.hub.internal.Arguments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model's prompts, resolved as sentence-transformers resolves them.
 *
 * @param texts prompt text by name, in the file's order
 * @param defaultName the prompt of plain calls; null for none
 */
public record Prompts(Map<String, String> texts, @Nullable String defaultName) {

    /** The place of a title in Gemma's document prompt. */
    private static final String TITLE_SLOT = "title: none";

    private static final String TITLE_KEY = "title: ";
    private static final List<String> DOCUMENT_NAMES = List.of("document", "passage", "corpus");

    /**
     * Returns the text that is put before a passage's own.
     *
     * @throws IllegalArgumentException if the model does not define the prompt, or the prompt has no place for the passage's title
     */
    public String resolve(Prompt prompt, Passage passage) {
        String text = textOf(prompt);
        if (!passage.hasTitle()) {
            return text;
        }
        if (!text.contains(TITLE_SLOT)) {
            String shown = text.isEmpty() ? prompt + "\" (empty)" : text + "\"";
            throw new IllegalArgumentException("the prompt \"" + shown
                    + " has no place for a title (\"" + TITLE_SLOT + "\"); use Prompt.DOCUMENT or leave the title out");
        }
        return text.replace(TITLE_SLOT, TITLE_KEY + passage.title());
    }

    public boolean acceptsTitle(Prompt prompt) {
        return textOf(prompt).contains(TITLE_SLOT);
    }

    private String textOf(Prompt prompt) {
        return switch (Arguments.requireSet("prompt", prompt).kind()) {
            case NONE -> "";
            case DEFAULT -> defaultText();
            case QUERY -> texts.getOrDefault("query", defaultText());
            case DOCUMENT -> DOCUMENT_NAMES.stream().filter(texts::containsKey).findFirst().map(texts::get).orElseGet(this::defaultText);
            case NAMED -> {
                String text = texts.get(prompt.name());
                if (text == null) {
                    throw new IllegalArgumentException("the model has no prompt \"" + prompt.name() + "\"; it has " + texts.keySet());
                }
                yield text;
            }
        };
    }

    private String defaultText() {
        return defaultName == null ? "" : texts.getOrDefault(defaultName, "");
    }
}
