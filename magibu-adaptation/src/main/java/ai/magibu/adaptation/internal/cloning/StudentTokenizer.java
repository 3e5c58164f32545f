package ai.magibu.adaptation.internal.cloning;

import ai.magibu.embedding.internal.folder.ModelFiles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The student's tokenizer.
 *
 * @param given a {@code tokenizer.json}, or a folder of it with the settings next to it
 */
public record StudentTokenizer(Path given) {

    private static final List<String> SETTINGS = List.of(ModelFiles.TOKENIZER_CONFIG, ModelFiles.SPECIAL_TOKENS);

    /** Returns the {@code tokenizer.json}. */
    public Path file() {
        return Files.isDirectory(given) ? given.resolve(ModelFiles.TOKENIZER) : given;
    }

    /**
     * Writes the tokenizer over the teacher's, whose settings are kept where the student's folder has none. Settings that name tokens or
     * ids of the teacher that the student does not have are removed, because transformers would add those tokens beyond the table.
     *
     * @param folder the student's folder of the transformer
     */
    public void write(Path folder, Vocabulary student) throws IOException {
        Files.copy(file(), folder.resolve(ModelFiles.TOKENIZER), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(folder.resolve(ModelFiles.ADDED_TOKENS));
        for (String name : SETTINGS) {
            Path target = folder.resolve(name);
            if (Files.isDirectory(given) && Files.exists(given.resolve(name))) {
                Files.copy(given.resolve(name), target, StandardCopyOption.REPLACE_EXISTING);
            }
            if (Files.exists(target)) {
                JsonPatch.apply(target, (key, value) -> change(key, value, student));
            }
        }
    }

    private static JsonNode change(String key, JsonNode value, Vocabulary student) {
        return switch (key) {
            case "added_tokens_decoder" -> JsonNodeFactory.instance.objectNode(); // tokenizer.json lists them, with the student's ids
            case "processor_class" -> NullNode.getInstance(); // sentence-transformers would look for its images
            case "additional_special_tokens" -> known(value, student);
            case "extra_special_tokens" -> extra(value, student);
            default -> key.endsWith("_token") && !isKnown(value, student) ? NullNode.getInstance() : value;
        };
    }

    private static JsonNode known(JsonNode tokens, Vocabulary student) {
        ArrayNode known = JsonNodeFactory.instance.arrayNode();
        tokens.forEach(token -> {
            if (isKnown(token, student)) {
                known.add(token);
            }
        });
        return tokens.isArray() ? known : tokens;
    }

    /** transformers wants an object of names and tokens, and fails on the list that the authors' models have. */
    private static JsonNode extra(JsonNode tokens, Vocabulary student) {
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        tokens.properties().forEach(member -> {
            if (isKnown(member.getValue(), student)) {
                known.set(member.getKey(), member.getValue());
            }
        });
        return known;
    }

    /** Returns whether a value is not a token, or one that the student has. */
    private static boolean isKnown(JsonNode value, Vocabulary student) {
        JsonNode content = value.isObject() ? value.path("content") : value;
        return !content.isTextual() || student.ids().containsKey(content.textValue());
    }
}
