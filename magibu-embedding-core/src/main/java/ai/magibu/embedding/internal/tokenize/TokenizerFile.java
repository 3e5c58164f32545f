package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.config.Json;
import ai.magibu.embedding.internal.config.ModelFile;
import ai.magibu.embedding.internal.config.TokenizerSettings;
import ai.magibu.embedding.internal.config.TokenizerSettings.TruncationSide;
import ai.magibu.embedding.internal.natives.NativeTokenizer;
import ai.magibu.embedding.internal.tokenize.Replacements.Replacement;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked {@code tokenizer.json}. The native library ends the JVM at some contradictions, so nothing reaches it that was not
 * checked here: {@link #json()} is written from the checked values and has only the parts that change token ids.
 */
final class TokenizerFile {

    private static final int MAX_PATTERN_LENGTH = 32;
    private static final int MAX_STEPS = 32;
    private static final int MAX_GROWTH = 8;
    private static final int MAX_SPECIAL_TOKENS = 1_000;
    private static final String GEMMA_SPACE = "\u2581";

    private static final Set<String> KEYS = Set.of(
            "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model");

    private static final Map<String, String> BEHAVIORS = Map.of(
            "Removed", "Removed", "Isolated", "Isolated", "Contiguous", "Contiguous",
            "MergedWithPrevious", "MergedWithPrevious", "MergedWithNext", "MergedWithNext");

    private static final Map<String, TruncationSide> SIDES = Map.of("Left", TruncationSide.LEFT, "Right", TruncationSide.RIGHT);

    /** Does not keep the names of fields, because here they are the words of the vocabulary, some hundred thousand. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
            .build();

    private final Path file;
    private final BpeModel model;
    private final AddedTokens addedTokens;
    private final Replacements replacements;
    private final List<Split> splits = new ArrayList<>();
    private final Frame frame;
    private final @Nullable TruncationSide truncationSide;

    private TokenizerFile(Path file, BpeModel model, Map<String, Json> parts) {
        this.file = file;
        this.model = model;
        part(parts, "version").requireIfPresent("1.0");
        Json normalizer = part(parts, "normalizer");
        List<Replacement> steps = new ArrayList<>();
        if (normalizer.isPresent()) {
            addReplacements(normalizer, steps);
        }
        this.replacements = new Replacements(steps);
        if (replacements.growth() > MAX_GROWTH) {
            throw normalizer.unsupported("one that makes a text up to " + MAX_GROWTH + " times longer");
        }
        Json preTokenizer = part(parts, "pre_tokenizer");
        if (preTokenizer.isPresent()) {
            addSplits(preTokenizer);
        }
        if (steps.size() > MAX_STEPS || splits.size() > MAX_STEPS) {
            throw new UnsupportedModelException(file, "a normalizer or pre_tokenizer of very many steps", "up to " + MAX_STEPS);
        }
        Json postProcessor = part(parts, "post_processor");
        this.frame = postProcessor.isPresent() ? frame(postProcessor) : new Frame(new long[0], new long[0]);
        Json truncation = part(parts, "truncation");
        Json direction = truncation.get("direction");
        this.truncationSide = !truncation.isPresent() ? null : direction.isPresent() ? direction.choice(SIDES) : TruncationSide.RIGHT;
        this.addedTokens = new AddedTokens(part(parts, "added_tokens"), model.vocabulary(), replacements);
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
        BpeModel model = null;
        Map<String, Json> parts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(ModelFile.readJson(file))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ModelFormatException(file, "a JSON object", String.valueOf(parser.getText()));
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                Json.requireKnown(file, key, KEYS);
                if (key.equals("model")) {
                    model = BpeModel.read(file, parser);
                } else {
                    parts.put(key, Json.of(file, key, parser.readValueAsTree()));
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
        return new TokenizerFile(file, model, parts);
    }

    private Json part(Map<String, Json> parts, String name) {
        return parts.getOrDefault(name, Json.of(file, name, MissingNode.getInstance()));
    }

    private static void addReplacements(Json normalizer, List<Replacement> steps) {
        switch (normalizer.get("type").string()) {
            case "Sequence" -> normalizer.get("normalizers").elements().forEach(step -> addReplacements(step, steps));
            case "Replace" -> steps.add(new Replacement(pattern(normalizer), text(normalizer.get("content"))));
            default -> throw normalizer.get("type").unsupported("Replace, and Sequences of it");
        }
    }

    private void addSplits(Json preTokenizer) {
        switch (preTokenizer.get("type").string()) {
            case "Sequence" -> preTokenizer.get("pretokenizers").elements().forEach(this::addSplits);
            case "Split" -> splits.add(new Split(
                    pattern(preTokenizer), preTokenizer.get("behavior").choice(BEHAVIORS), preTokenizer.get("invert").bool()));
            default -> throw preTokenizer.get("type").unsupported("Split, and Sequences of it");
        }
    }

    /** A regular expression could take minutes on a text, or end the JVM. */
    private static String pattern(Json part) {
        Json pattern = part.get("pattern");
        if (pattern.has("Regex")) {
            throw pattern.unsupported("a pattern of the kind {\"String\": …}");
        }
        String text = text(pattern.get("String"));
        if (text.isEmpty() || text.length() > MAX_PATTERN_LENGTH) {
            throw pattern.unsupported("a string of 1 to " + MAX_PATTERN_LENGTH + " characters");
        }
        return text;
    }

    private static Frame frame(Json postProcessor) {
        postProcessor.get("type").choice(Map.of("TemplateProcessing", true));
        List<Long> ids = new ArrayList<>();
        int texts = 0;
        int leading = 0;
        for (Json piece : postProcessor.get("single").elements()) {
            if (piece.has("Sequence")) {
                leading = ids.size();
                texts += piece.get("Sequence").get("id").is("A") ? 1 : 2;
            } else {
                String name = piece.get("SpecialToken").get("id").string();
                Json token = postProcessor.get("special_tokens").get(name);
                token.get("ids").elements().forEach(id -> ids.add(id.wholeNumber(0, BpeModel.MAX_ID)));
            }
        }
        if (texts != 1 || ids.size() > MAX_SPECIAL_TOKENS) {
            throw postProcessor.unsupported("the text (A) once, between special tokens, of which there are up to " + MAX_SPECIAL_TOKENS);
        }
        return new Frame(array(ids.subList(0, leading)), array(ids.subList(leading, ids.size())));
    }

    private static long[] array(List<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    /** Returns a string that the native library can read. */
    static String text(Json json) {
        return requireWellFormed(json.file(), json.string());
    }

    static String requireWellFormed(Path file, String text) {
        if (!NativeTokenizer.isWellFormed(text)) {
            throw new ModelFormatException(file, "whole characters in every token", "a lone surrogate in \"" + text + "\"");
        }
        return text;
    }

    /**
     * Compares the file to the settings in other files. Tokens that only the settings name are added, as transformers adds them.
     *
     * @throws UnsupportedModelException if transformers would use other tokens
     */
    void apply(TokenizerSettings settings) {
        settings.tokens().forEach(addedTokens::declare);
        if (settings.gemmaClass() && !isGemma()) {
            throw new UnsupportedModelException(
                    file,
                    "a tokenizer that differs from Gemma's (a Replace of the space, BPE with byte_fallback and fuse_unk) under"
                            + " transformers' class GemmaTokenizer, which ignores the difference",
                    "\"tokenizer_class\": \"TokenizersBackend\" in tokenizer_config.json");
        }
    }

    private boolean isGemma() {
        return replacements.steps().equals(List.of(new Replacement(" ", GEMMA_SPACE)))
                && splits.stream().allMatch(split -> split.pattern.equals(" "))
                && model.is("byte_fallback")
                && model.is("fuse_unk")
                && !model.is("ignore_merges");
    }

    Frame frame() {
        return frame;
    }

    /** Returns the side that {@code truncation} in this file cuts; null for none. */
    @Nullable
    TruncationSide truncationSide() {
        return truncationSide;
    }

    SafeCuts cuts() {
        SafeCuts cuts = new SafeCuts(replacements);
        model.addTo(cuts);
        addedTokens.addTo(cuts);
        if (splits.stream().anyMatch(split -> split.pattern.codePointCount(0, split.pattern.length()) != 1)) {
            cuts.giveUp();
        }
        return cuts;
    }

    /**
     * Returns the tokenizer for the native library, without special tokens around a text, truncation and padding. Its decoder reverses the
     * replacement of the space; the file's own is not used.
     */
    String json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("added_tokens", addedTokens.json());
        json.put("normalizer", sequence("normalizers", replacements.steps().stream()
                .map(step -> Map.of("type", "Replace", "pattern", Map.of("String", step.pattern()), "content", step.content()))
                .toList()));
        json.put("pre_tokenizer", sequence("pretokenizers", splits.stream()
                .map(split -> Map.of(
                        "type", "Split", "pattern", Map.of("String", split.pattern), "behavior", split.behavior, "invert", split.invert))
                .toList()));
        json.put("decoder", sequence("decoders", decoders()));
        json.put("model", model.json());
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and strings can be written", e);
        }
    }

    private List<?> decoders() {
        List<Object> decoders = new ArrayList<>();
        replacements.steps().stream()
                .filter(step -> step.pattern().equals(" ") && !step.content().isEmpty())
                .map(step -> Map.of("type", "Replace", "pattern", Map.of("String", step.content()), "content", " "))
                .forEach(decoders::add);
        decoders.add(Map.of("type", "ByteFallback"));
        decoders.add(Map.of("type", "Fuse"));
        return decoders;
    }

    private static @Nullable Object sequence(String key, List<?> steps) {
        return steps.isEmpty() ? null : Map.of("type", "Sequence", key, steps);
    }
}
