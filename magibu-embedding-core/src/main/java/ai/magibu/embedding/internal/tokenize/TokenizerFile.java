package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.config.DeclaredToken;
import ai.magibu.embedding.internal.config.ModelFile;
import ai.magibu.embedding.internal.config.TokenFlags;
import ai.magibu.embedding.internal.config.TokenizerSettings;
import ai.magibu.embedding.internal.config.TruncationSide;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked {@code tokenizer.json}. The native library ends the JVM at some contradictions, so nothing reaches it that was not
 * checked here: {@link #json()} is written anew and has only the parts that change token ids.
 */
final class TokenizerFile {

    /** The native library compares each added token with all others. Gemma has 6,400. */
    private static final int MAX_ADDED_TOKENS = 20_000;

    private static final int MAX_PATTERN_LENGTH = 32;
    private static final int MAX_STEPS = 32;
    private static final int MAX_GROWTH = 8;
    private static final int MAX_SPECIAL_TOKENS = 1_000;
    private static final Set<String> KEYS = Set.of(
            "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model");

    private static final String GEMMA_SPACE = "\u2581";

    /** Does not keep the names of fields: here they are words of the vocabulary, some hundred thousand. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final Path file;
    private final BpeModel model;
    private final Map<String, AddedToken> addedTokens = new LinkedHashMap<>();
    private final Replacements replacements;
    private final List<Split> splits;
    private final Frame frame;
    private final @Nullable TruncationSide truncationSide;

    private TokenizerFile(Path file, BpeModel model, Map<String, JsonNode> parts) {
        this.file = file;
        this.model = model;
        List<Replacements.Replacement> steps = new ArrayList<>();
        addReplacements(part(parts, "normalizer"), steps);
        this.replacements = new Replacements(steps);
        if (replacements.growth() > MAX_GROWTH) {
            throw new UnsupportedModelException(file, "a normalizer that makes a text many times longer", "up to " + MAX_GROWTH + " times");
        }
        this.splits = new ArrayList<>();
        addSplits(part(parts, "pre_tokenizer"), splits);
        if (steps.size() > MAX_STEPS || splits.size() > MAX_STEPS) {
            throw new UnsupportedModelException(file, "a normalizer or pre_tokenizer of very many steps", "up to " + MAX_STEPS);
        }
        this.frame = frame(part(parts, "post_processor"));
        this.truncationSide = truncationSide(part(parts, "truncation"));
        addTokens(part(parts, "added_tokens"));
    }

    /** The special tokens around every text. */
    record Frame(long[] leading, long[] trailing) {}

    private record Split(String pattern, String behavior, boolean invert) {}

    /**
     * Reads and checks the file.
     *
     * @throws ai.magibu.embedding.api.ModelSourceException if it cannot be read
     * @throws ModelFormatException if it is malformed or contradicts itself
     * @throws UnsupportedModelException if it needs a part that Gemma-style tokenizers do not have
     */
    static TokenizerFile read(Path file) {
        byte[] content = ModelFile.readJson(file);
        BpeModel model = null;
        Map<String, JsonNode> parts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ModelFormatException(file, "a JSON object", String.valueOf(parser.getText()));
            }
            Set<String> keys = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                if (!keys.add(key)) {
                    throw new ModelFormatException(file, "each key once", "\"" + key + "\" twice");
                }
                ModelFile.requireKnown(file, key, KEYS);
                if (key.equals("model")) {
                    model = BpeModel.read(file, parser);
                } else {
                    parts.put(key, parser.readValueAsTree());
                }
            }
            if (parser.nextToken() != null) {
                throw new ModelFormatException(file, "nothing after the JSON object", parser.getText());
            }
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file, "JSON", e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw ModelFile.unreadable(file, e);
        }
        if (model == null) {
            throw new ModelFormatException(file, "a \"model\"", "no such key");
        }
        JsonNode version = part(parts, "version");
        if (!version.asText("1.0").equals("1.0")) {
            throw new ModelFormatException(file, "\"version\": \"1.0\"", version.toString());
        }
        return new TokenizerFile(file, model, parts);
    }

    /** Missing and null mean the same everywhere in this file. */
    private static JsonNode part(Map<String, JsonNode> parts, String name) {
        JsonNode part = parts.get(name);
        return part == null || part.isNull() ? JSON.missingNode() : part;
    }

    private void addReplacements(JsonNode normalizer, List<Replacements.Replacement> steps) {
        if (normalizer.isMissingNode()) {
            return;
        }
        String type = type(normalizer, "normalizer");
        switch (type) {
            case "Sequence" -> list(normalizer, "normalizers").forEach(step -> addReplacements(step, steps));
            case "Replace" -> {
                String pattern = pattern(normalizer, "normalizer \"Replace\"");
                steps.add(new Replacements.Replacement(pattern, text(normalizer, "content")));
            }
            default -> throw new UnsupportedModelException(file, "the normalizer \"" + type + "\"", "Replace, and Sequences of it");
        }
    }

    private void addSplits(JsonNode preTokenizer, List<Split> found) {
        if (preTokenizer.isMissingNode()) {
            return;
        }
        String type = type(preTokenizer, "pre_tokenizer");
        switch (type) {
            case "Sequence" -> list(preTokenizer, "pretokenizers").forEach(step -> addSplits(step, found));
            case "Split" -> {
                String behavior = text(preTokenizer, "behavior");
                JsonNode invert = preTokenizer.path("invert");
                if (!Set.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous").contains(behavior)
                        || !invert.isBoolean()) {
                    throw malformed("a known \"behavior\" and \"invert\" in the pre_tokenizer \"Split\"", preTokenizer);
                }
                found.add(new Split(pattern(preTokenizer, "pre_tokenizer \"Split\""), behavior, invert.booleanValue()));
            }
            default -> throw new UnsupportedModelException(file, "the pre_tokenizer \"" + type + "\"", "Split, and Sequences of it");
        }
    }

    /** A regular expression could take minutes on a text, or end the JVM. */
    private String pattern(JsonNode part, String name) {
        JsonNode pattern = part.path("pattern");
        if (pattern.has("Regex")) {
            throw new UnsupportedModelException(file, "a regular expression in the " + name, "a pattern of the kind {\"String\": …}");
        }
        String text = text(pattern, "String");
        if (text.isEmpty()) {
            throw malformed("a pattern in the " + name, part);
        }
        if (text.length() > MAX_PATTERN_LENGTH) {
            throw new UnsupportedModelException(file, "a long pattern in the " + name, "up to " + MAX_PATTERN_LENGTH + " characters");
        }
        return text;
    }

    private Frame frame(JsonNode postProcessor) {
        List<Long> ids = new ArrayList<>();
        if (postProcessor.isMissingNode()) {
            return new Frame(new long[0], new long[0]);
        }
        String type = type(postProcessor, "post_processor");
        if (!type.equals("TemplateProcessing")) {
            throw new UnsupportedModelException(file, "the post_processor \"" + type + "\"", "TemplateProcessing");
        }
        int leading = -1;
        for (JsonNode piece : list(postProcessor, "single")) {
            if (piece.has("Sequence")) {
                if (!text(piece.get("Sequence"), "id").equals("A") || leading >= 0) {
                    throw otherTemplate();
                }
                leading = ids.size();
            } else {
                addSpecialIds(postProcessor, text(piece.path("SpecialToken"), "id"), ids);
            }
        }
        if (leading < 0) {
            throw otherTemplate();
        }
        long[] all = ids.stream().mapToLong(Long::longValue).toArray();
        return new Frame(Arrays.copyOf(all, leading), Arrays.copyOfRange(all, leading, all.length));
    }

    private UnsupportedModelException otherTemplate() {
        return new UnsupportedModelException(
                file, "a template of the post_processor that does not hold the text once", "special tokens, the text (A), special tokens");
    }

    private void addSpecialIds(JsonNode postProcessor, String name, List<Long> ids) {
        JsonNode token = postProcessor.path("special_tokens").path(name);
        for (JsonNode id : list(token, "ids")) {
            ids.add((long) id(id));
        }
        if (ids.size() > MAX_SPECIAL_TOKENS) {
            throw new UnsupportedModelException(file, "a template with very many special tokens", "up to " + MAX_SPECIAL_TOKENS);
        }
    }

    private @Nullable TruncationSide truncationSide(JsonNode truncation) {
        if (truncation.isMissingNode()) {
            return null;
        }
        String direction = truncation.path("direction").asText("Right");
        return switch (direction) {
            case "Left" -> TruncationSide.LEFT;
            case "Right" -> TruncationSide.RIGHT;
            default -> throw malformed("Left or Right as direction of \"truncation\"", truncation);
        };
    }

    private void addTokens(JsonNode tokens) {
        if (!tokens.isMissingNode() && !tokens.isArray()) {
            throw malformed("a list as \"added_tokens\"", tokens);
        }
        if (tokens.size() > MAX_ADDED_TOKENS) {
            throw new UnsupportedModelException(file, tokens.size() + " added tokens", "up to " + MAX_ADDED_TOKENS);
        }
        Set<Integer> ids = new HashSet<>();
        Set<String> normalized = new HashSet<>();
        int words = model.vocabulary().size();
        int last = -1;
        for (JsonNode node : tokens) {
            AddedToken token = addedToken(node);
            Integer known = model.vocabulary().get(token.content());
            // the id that the library gives, whatever the file says
            int given = known != null ? known : Math.max(words, last + 1);
            last = Math.max(last, given);
            if (token.id() != given) {
                throw malformed("the id " + given + " for the added token \"" + token.content() + "\"", node.get("id"));
            }
            String found = token.flags().normalized() ? replacements.apply(token.content()) : token.content();
            boolean twice = addedTokens.put(token.content(), token) != null || !ids.add(token.id());
            if (found.isEmpty() || twice || token.flags().normalized() && !normalized.add(found)) {
                throw malformed("added tokens that differ and are not empty", node);
            }
        }
    }

    private AddedToken addedToken(JsonNode node) {
        TokenFlags flags = new TokenFlags(flag(node, "single_word"), flag(node, "lstrip"), flag(node, "rstrip"), flag(node, "normalized"));
        return new AddedToken(id(node.path("id")), text(node, "content"), flags, flag(node, "special"));
    }

    private boolean flag(JsonNode node, String key) {
        JsonNode flag = node.path(key);
        if (!flag.isBoolean()) {
            throw malformed("true or false as \"" + key + "\" of an added token", node);
        }
        return flag.booleanValue();
    }

    private int id(JsonNode id) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() > BpeModel.MAX_ID) {
            throw malformed("token ids from 0 to " + BpeModel.MAX_ID, id);
        }
        return id.intValue();
    }

    private String type(JsonNode node, String part) {
        if (!node.path("type").isTextual()) {
            throw malformed("a \"type\" in \"" + part + "\"", node);
        }
        return node.path("type").textValue();
    }

    private JsonNode list(JsonNode node, String key) {
        if (!node.path(key).isArray()) {
            throw malformed("a list \"" + key + "\"", node);
        }
        return node.path(key);
    }

    private String text(JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw malformed("a string \"" + key + "\"", node);
        }
        return requireWellFormed(file, node.path(key).textValue());
    }

    /** A lone surrogate is no character: the native library cannot be given it. */
    static String requireWellFormed(Path file, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw new ModelFormatException(file, "whole characters in every token", "a lone surrogate in \"" + text + "\"");
                }
                i++;
            }
        }
        return text;
    }

    private ModelFormatException malformed(String expected, JsonNode found) {
        String text = found.isMissingNode() ? "no such key" : found.toString();
        return new ModelFormatException(file, expected, text.length() <= 120 ? text : text.substring(0, 120) + "…");
    }

    /**
     * Compares the file to the settings beside it. Tokens that only the settings name are added, as transformers adds them.
     *
     * @throws UnsupportedModelException if transformers would use other tokens
     */
    void apply(TokenizerSettings settings) {
        settings.tokens().forEach(this::apply);
        if (settings.gemmaClass() && !isGemma()) {
            throw new UnsupportedModelException(
                    file,
                    "a tokenizer that differs from Gemma's (a Replace of the space, BPE with byte_fallback and fuse_unk) under transformers'"
                            + " class GemmaTokenizer, which ignores the difference",
                    "\"tokenizer_class\": \"TokenizersBackend\" in tokenizer_config.json");
        }
    }

    private void apply(DeclaredToken declared) {
        AddedToken token = addedTokens.get(declared.content());
        if (token == null && declared.isAddable()) {
            token = new AddedToken(
                    nextId(declared.content()), requireWellFormed(declared.file(), declared.content()), declared.flagsOrDefault(), true);
            if (declared.content().isEmpty() || addedTokens.size() >= MAX_ADDED_TOKENS) {
                throw malformed(declared, "tokens that are not empty, and no more than " + MAX_ADDED_TOKENS);
            }
            addedTokens.put(token.content(), token);
        }
        boolean same = token != null
                && (declared.id() == null || declared.id() == token.id())
                && (declared.flags() == null || declared.flags().equals(token.flags()));
        if (!same) {
            throw new UnsupportedModelException(
                    declared.file(),
                    "the token \"" + declared.content() + "\", which \"added_tokens\" of tokenizer.json does not list or lists otherwise",
                    "the id and flags of tokenizer.json. Load the tokenizer in Python and save it again, so that the files agree");
        }
    }

    /** The id that the native library gives an added token. */
    private int nextId(String content) {
        Integer known = model.vocabulary().get(content);
        int last = addedTokens.values().stream().mapToInt(AddedToken::id).max().orElse(-1);
        return known != null ? known : Math.max(model.vocabulary().size(), last + 1);
    }

    private static ModelFormatException malformed(DeclaredToken declared, String expected) {
        return new ModelFormatException(declared.file(), expected, "\"" + declared.content() + "\"");
    }

    private boolean isGemma() {
        return replacements.steps().equals(List.of(new Replacements.Replacement(" ", GEMMA_SPACE)))
                && splits.stream().allMatch(split -> split.pattern().equals(" "))
                && model.is("byte_fallback")
                && model.is("fuse_unk")
                && !model.is("ignore_merges");
    }

    Frame frame() {
        return frame;
    }

    /** The side that {@code truncation} in this file cuts; null for none. */
    @Nullable TruncationSide truncationSide() {
        return truncationSide;
    }

    SafeCuts cuts() {
        SafeCuts cuts = new SafeCuts(replacements);
        model.addTo(cuts);
        addedTokens.values().forEach(cuts::addAddedToken);
        if (splits.stream().anyMatch(split -> split.pattern.codePointCount(0, split.pattern.length()) != 1)) {
            cuts.giveUp();
        }
        return cuts;
    }

    /** The tokenizer for the native library, without special tokens around a text, truncation, padding and decoder. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeObjectField("added_tokens", addedTokens.values().stream().map(TokenizerFile::json).toList());
            json.writeObjectField("normalizer", sequence("normalizers", replacements.steps().stream()
                    .map(step -> Map.of("type", "Replace", "pattern", Map.of("String", step.pattern()), "content", step.content()))
                    .toList()));
            json.writeObjectField("pre_tokenizer", sequence("pretokenizers", splits.stream()
                    .map(split -> Map.of(
                            "type", "Split",
                            "pattern", Map.of("String", split.pattern),
                            "behavior", split.behavior,
                            "invert", split.invert))
                    .toList()));
            json.writeFieldName("model");
            model.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static @Nullable Object sequence(String key, List<?> steps) {
        return steps.isEmpty() ? null : Map.of("type", "Sequence", key, steps);
    }

    private static Map<String, Object> json(AddedToken token) {
        return Map.of(
                "id", token.id(),
                "content", token.content(),
                "single_word", token.flags().singleWord(),
                "lstrip", token.flags().lstrip(),
                "rstrip", token.flags().rstrip(),
                "normalized", token.flags().normalized(),
                "special", token.special());
    }
}
