package ai.magibu.server.encode;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.server.ServerSettings;
import ai.magibu.server.StartFailure;
import ai.magibu.server.encode.RequestFailure.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The name of the model and its prompts. Immutable. */
@Component
public final class ServedModel {

    private final String name;
    private final ModelInfo info;
    private final Prompt defaultPrompt;

    ServedModel(MagibuEmbedder embedder, ServerSettings settings) {
        this.info = embedder.info();
        this.name = settings.modelName() == null ? name(info) : settings.modelName();
        try {
            this.defaultPrompt = prompt("default_prompt", settings.defaultPrompt());
        } catch (RequestFailure e) {
            throw new StartFailure("magibu.server.default-prompt is invalid: " + e.text() + ".", "Correct or remove that setting.");
        }
    }

    /** Returns the name on the hub, without the revision, or the name of the folder. */
    private static String name(ModelInfo info) {
        if (info.revision() == null) {
            return info.name();
        }
        String[] parts = info.source().replaceFirst("^https?://[^/]+/", "").replaceFirst("@.*", "").split("/");
        return parts.length < 2 ? info.name() : parts[0] + "/" + parts[1];
    }

    public String name() {
        return name;
    }

    /** Returns the prompt of requests that choose none. */
    public Prompt defaultPrompt() {
        return defaultPrompt;
    }

    /** Returns whether the model defines a prompt of this name. */
    public boolean defines(String prompt) {
        return info.prompts().containsKey(prompt);
    }

    /**
     * Returns the prompt of that name, or that word of {@link Prompt#parse}.
     *
     * @param field the request's field with the name
     * @throws RequestFailure if the model does not define it
     */
    public Prompt prompt(String field, String name) {
        if (!name.isBlank()) {
            Prompt prompt = Prompt.parse(name);
            if (prompt.kind() != Prompt.Kind.NAMED || defines(prompt.name())) {
                return prompt;
            }
        }
        throw new RequestFailure(
                Kind.INVALID, field,
                "the model has no prompt \"" + name + "\"; its prompts are " + String.join(", ", info.prompts().keySet()));
    }

    /**
     * Returns the prompt that a model's name in a request chooses by its end, as in {@code name:query}; null for the served name, or the
     * part of it after the last slash, without such an end.
     *
     * @throws RequestFailure if it is not the name of this model
     */
    public @Nullable Prompt promptOf(String requested) {
        if (isName(requested)) {
            return null;
        }
        int colon = requested.lastIndexOf(':');
        if (colon > 0 && isName(requested.substring(0, colon))) {
            try {
                return prompt("model", requested.substring(colon + 1));
            } catch (RequestFailure e) {
                throw unknown(requested);
            }
        }
        throw unknown(requested);
    }

    private boolean isName(String requested) {
        return requested.equals(name) || requested.equals(name.substring(name.lastIndexOf('/') + 1));
    }

    private RequestFailure unknown(String requested) {
        return new RequestFailure(Kind.UNKNOWN_MODEL, "model",
                "the model \"" + requested + "\" does not exist. This server has \"" + name + "\", alone or followed by a prompt, as in \""
                        + name
                        + ":query\"");
    }
}
