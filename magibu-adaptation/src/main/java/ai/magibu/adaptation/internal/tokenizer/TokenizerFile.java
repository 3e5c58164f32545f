package ai.magibu.adaptation.internal.tokenizer;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.bpe.Merge;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json}, read and checked. IDs are 0…n−1, each once. Added tokens and the post-processor name those IDs. Every merge
 * occurs once, with its parts and its result in the vocabulary. Every byte has a token. The Hugging Face library loads files that break
 * most of these rules. Immutable.
 */
public final class TokenizerFile {

    private static final String BLANK = String.valueOf(BpeModel.WORD_START);

    private final ObjectNode parts;
    private final ObjectNode settings;
    private final boolean mergesAsText;
    private final BpeModel model;
    private final List<AddedToken> addedTokens;
    private final List<String> tokensWithoutRow;

    private TokenizerFile(Path file, TokenizerJson json) {
        this.parts = json.parts();
        this.settings = json.model();
        this.mergesAsText = json.mergesAsText();
        requireKind(file);
        this.model = model(file, json);
        this.addedTokens = new ArrayList<>();
        this.tokensWithoutRow = new ArrayList<>();
        addedTokens(file);
        String unknown = settings.path("unk_token").asText("");
        if (!unknown.isEmpty() && model.id(unknown) < 0) {
            throw Fault.contradiction(file, "the unknown token \"" + unknown + "\" is not in the vocabulary");
        }
        PostProcessor.check(file, parts.path(PostProcessor.NAME), model);
    }

    /**
     * Reads and checks a file.
     *
     * @throws AdaptationException if it cannot be read, contradicts itself or is not BPE in Gemma's style
     */
    public static TokenizerFile read(Path file) {
        return new TokenizerFile(file, TokenizerJson.read(file));
    }

    /** Returns the tokens and merges. */
    public BpeModel model() {
        return model;
    }

    /** Returns the added tokens that have an ID beyond the vocabulary, so that a model has no row for them. */
    public List<String> tokensWithoutRow() {
        return tokensWithoutRow;
    }

    /** Returns the texts of the added tokens in the vocabulary. */
    public List<String> addedTokens() {
        return addedTokens.stream().map(AddedToken::content).toList();
    }

    /** Returns the tokens that a text cannot do without: special and other added ones except numbered placeholders, and the unknown one. */
    public Set<String> requiredTokens() {
        Set<String> required = new LinkedHashSet<>(PostProcessor.tokens(parts.path(PostProcessor.NAME)));
        addedTokens.stream().filter(token -> !token.isPlaceholder()).map(AddedToken::content).forEach(required::add);
        for (JsonNode named : new JsonNode[] {settings.path("unk_token"), parts.path("padding").path("pad_token")}) {
            if (named.isTextual()) {
                required.add(named.asText());
            }
        }
        return required;
    }

    /**
     * Checks new tokens. An added token is found before the merges apply, so a longer token with its text would never be made.
     *
     * @throws AdaptationException if one of them contains an added token
     */
    public void requireApart(Collection<String> tokens) {
        for (String token : tokens) {
            String text = token.replace(BpeModel.WORD_START, ' ');
            addedTokens().stream().filter(added -> !added.isEmpty() && !token.equals(added) && text.contains(added)).findFirst()
                    .ifPresent(added -> {
                        throw new AdaptationException("The named token \"" + token + "\" contains \"" + added
                                + "\", which the tokenizer always keeps apart. Name the rest alone.");
                    });
        }
    }

    ObjectNode parts() {
        return parts;
    }

    ObjectNode settings() {
        return settings;
    }

    boolean mergesAsText() {
        return mergesAsText;
    }

    private void requireKind(Path file) {
        String type = settings.path("type").asText("none");
        if (!type.equals("BPE")) {
            throw Fault.unsupported(file, "a model of type " + type, "BPE");
        }
        if (!settings.path("byte_fallback").asBoolean()) {
            throw Fault.unsupported(file, "a model without byte_fallback", "byte_fallback");
        }
        for (String name : List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
            JsonNode value = settings.path(name);
            if (!value.isMissingNode() && !value.isNull() && !value.asText().isEmpty()) {
                throw Fault.unsupported(file, name + " " + value, "a model without it");
            }
        }
        if (settings.path("ignore_merges").asBoolean()) {
            throw Fault.unsupported(file, "ignore_merges", "a model without it");
        }
        JsonNode normalizer = parts.path("normalizer");
        if (!normalizer.path("type").asText().equals("Replace") || !normalizer.path("pattern").path("String").asText().equals(" ")
                || !normalizer.path("content").asText().equals(BLANK)) {
            throw Fault.unsupported(file, "the normalizer " + normalizer, "a replacement of blanks by " + BLANK);
        }
        JsonNode split = parts.path("pre_tokenizer");
        if (!split.isMissingNode() && !split.isNull()
                && !(split.path("type").asText().equals("Split") && split.path("pattern").path("String").asText().equals(" "))) {
            throw Fault.unsupported(file, "the pre_tokenizer " + split, "a split at blanks");
        }
    }

    private static BpeModel model(Path file, TokenizerJson json) {
        List<String> tokens = tokens(file, json.vocabulary());
        List<String> mergeParts = json.mergeParts();
        List<Merge> merges = new ArrayList<>(mergeParts.size() / 2);
        for (int i = 0; i < mergeParts.size(); i += 2) {
            String left = mergeParts.get(i);
            String right = mergeParts.get(i + 1);
            merges.add(new Merge(id(file, json, left), id(file, json, right), id(file, json, left + right)));
        }
        try {
            return new BpeModel(tokens, merges);
        } catch (IllegalArgumentException e) {
            throw Fault.contradiction(file, String.valueOf(e.getMessage()));
        }
    }

    private static int id(Path file, TokenizerJson json, String token) {
        Integer id = json.vocabulary().get(token);
        if (id == null) {
            throw Fault.contradiction(file, "a merge needs the token \"" + token + "\", which is not in the vocabulary");
        }
        return id;
    }

    private static List<String> tokens(Path file, Map<String, Integer> vocabulary) {
        @Nullable
        String[] tokens = new String[vocabulary.size()];
        vocabulary.forEach((token, id) -> {
            if (id < 0 || id >= tokens.length) {
                throw Fault.contradiction(file, "the vocabulary has " + tokens.length + " tokens, and \"" + token + "\" has the ID " + id);
            }
            if (tokens[id] != null) {
                throw Fault.contradiction(file, "the tokens \"" + tokens[id] + "\" and \"" + token + "\" have the same ID " + id);
            }
            tokens[id] = token;
        });
        if (tokens.length == 0) {
            throw Fault.contradiction(file, "it has no vocabulary");
        }
        return Arrays.asList(tokens);
    }

    private void addedTokens(Path file) {
        for (JsonNode node : parts.path("added_tokens")) {
            AddedToken token = new AddedToken(node.path("id").asInt(-1), node.path("content").asText(), node.path("special").asBoolean());
            int id = model.id(token.content());
            if (id < 0 && token.id() < model.tokens().size()) {
                throw Fault.contradiction(file, "the added token \"" + token.content() + "\" is not in the vocabulary");
            }
            if (id >= 0 && id != token.id()) {
                throw Fault.contradiction(file, "the added token \"" + token.content() + "\" has the ID " + token.id()
                        + ", and in the vocabulary " + id);
            }
            if (id < 0) {
                tokensWithoutRow.add(token.content());
            } else {
                addedTokens.add(token);
            }
        }
    }
}
