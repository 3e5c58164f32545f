package ai.magibu.adaptation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A small {@code tokenizer.json} in Gemma's style, which a test changes before it is written. */
public final class SmallTokenizer {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode root = JSON.createObjectNode();

    /** Creates a tokenizer with special tokens, two placeholders, bytes, Turkish letters and a few merges. */
    public SmallTokenizer() {
        root.put("version", "1.0");
        root.putArray("added_tokens");
        root.putObject("normalizer").put("type", "Replace").put("content", "▁").putObject("pattern").put("String", " ");
        root.putObject("model").put("type", "BPE").put("unk_token", "<unk>").put("fuse_unk", true).put("byte_fallback", true);
        vocabulary().removeAll();
        for (String special : new String[] {"<pad>", "<eos>", "<bos>", "<unk>"}) {
            added(special, true);
        }
        added("<unused0>", false);
        added("<unused1>", false);
        added("<br>", false);
        for (int value = 0; value < 256; value++) {
            token(String.format(Locale.ROOT, "<0x%02X>", value));
        }
        "▁abcçdefgğhıijklmnoöprsştuüvyzİK.".codePoints().mapToObj(Character::toString).forEach(this::token);
        for (String merge : new String[] {"k i", "ki t", "a p", "kit ap", "▁ kitap", "l a", "la r", "▁ e", "▁e v"}) {
            merge(merge);
        }
        ObjectNode template = root.putObject("post_processor").put("type", "TemplateProcessing");
        template.putObject("special_tokens").putObject("<bos>").put("id", "<bos>").putArray("ids").add(2);
        ((ObjectNode) template.path("special_tokens").path("<bos>")).putArray("tokens").add("<bos>");
    }

    /** Returns the content of the file. */
    public ObjectNode root() {
        return root;
    }

    /** Returns the IDs by token. */
    public ObjectNode vocabulary() {
        return model().withObject("/vocab");
    }

    /** Returns the merges. */
    public ArrayNode merges() {
        return model().withArray("/merges");
    }

    /** Adds a token with the next ID. */
    public SmallTokenizer token(String token) {
        vocabulary().put(token, vocabulary().size());
        return this;
    }

    /** Adds a token of a merge, such as {@code "ki tap"}, and the merge. */
    public SmallTokenizer merge(String merge) {
        String[] parts = merge.split(" ", -1);
        if (!vocabulary().has(parts[0] + parts[1])) {
            token(parts[0] + parts[1]);
        }
        merges().addArray().add(parts[0]).add(parts[1]);
        return this;
    }

    /** Writes the file into a folder. */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve("tokenizer.json"), root.toString());
    }

    private ObjectNode model() {
        return (ObjectNode) root.path("model");
    }

    private void added(String token, boolean special) {
        token(token);
        root.withArray("/added_tokens").addObject().put("id", vocabulary().path(token).asInt()).put("content", token).put("special",
                special);
    }
}
