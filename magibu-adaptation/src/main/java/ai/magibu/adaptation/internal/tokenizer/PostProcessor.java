package ai.magibu.adaptation.internal.tokenizer;

import ai.magibu.adaptation.internal.bpe.BpeModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The template that puts special tokens around a text. It repeats their IDs, and the Hugging Face library believes it. */
final class PostProcessor {

    static final String NAME = "post_processor";

    private static final String SPECIAL = "special_tokens";

    private PostProcessor() {}

    /** Requires a template, or nothing, with the IDs of the vocabulary. */
    static void check(Path file, JsonNode node, BpeModel model) {
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        if (!node.path("type").asText().equals("TemplateProcessing")) {
            throw Fault.unsupported(file, "the post_processor " + node.path("type").asText(), "TemplateProcessing");
        }
        for (JsonNode special : node.path(SPECIAL)) {
            JsonNode tokens = special.path("tokens");
            JsonNode ids = special.path("ids");
            if (tokens.size() != ids.size()) {
                throw Fault.contradiction(file, "the post_processor has " + ids.size() + " IDs for the tokens " + tokens);
            }
            for (int i = 0; i < tokens.size(); i++) {
                int id = model.id(tokens.get(i).asText());
                if (id < 0 || id != ids.get(i).asInt()) {
                    throw Fault.contradiction(file, "the post_processor gives the token \"" + tokens.get(i).asText() + "\" the ID "
                            + ids.get(i) + "; in the vocabulary " + (id < 0 ? "it is missing" : "it is " + id));
                }
            }
        }
    }

    /** Returns the tokens that it uses. */
    static List<String> tokens(JsonNode node) {
        List<String> tokens = new ArrayList<>();
        node.path(SPECIAL).forEach(special -> special.path("tokens").forEach(token -> tokens.add(token.asText())));
        return tokens;
    }

    /** Sets the IDs of another vocabulary. */
    static void rewrite(JsonNode node, BpeModel model) {
        for (JsonNode special : node.path(SPECIAL)) {
            ArrayNode ids = ((ObjectNode) special).putArray("ids");
            special.path("tokens").forEach(token -> ids.add(model.id(token.asText())));
        }
    }
}
