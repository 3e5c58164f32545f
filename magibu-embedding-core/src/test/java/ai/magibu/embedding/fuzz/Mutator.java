package ai.magibu.embedding.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes mutants of sound models. The same seed and number give the same mutant. */
final class Mutator {

    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    /** Before a key, in memory: it becomes a second key of the same name in the file. */
    private static final String AGAIN = "@again@";
    private static final List<String> BASES = List.of("tiny", "tiny", "tiny", "tiny-v6", "grouped-heads");

    /** Values that no setting has, or few. */
    private static final List<String> VALUES = List.of(
            "null", "true", "false", "0", "-1", "1", "2", "3", "0.5", "1e308", "-0.0", "2147483647", "2147483648", "4294967295",
            "9223372036854775807", "1e400", "\"\"", "\" \"", "\"x\"", "\"a\"", "\"##\"", "\"\\u0000\"", "\"\\ud800\"", "\"\u2581\"",
            "\"<bos>\"", "\"<0x41>\"", "[]", "{}", "[[]]", "[\"a\",\"b\"]", "[0,1]", "\"../x\"", "\"left\"", "{\"type\":\"BPE\"}");

    /** Parts that a tokenizer.json may have elsewhere; some have ended the JVM. */
    private static final List<String> PARTS = List.of(
            "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}",
            "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"tAIAAIQAAACAzPwC\"}",
            "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"(a+)+$\"},\"content\":\"x\"}",
            "{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"x\"}",
            "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
            "{\"type\":\"Replace\",\"pattern\":{\"String\":\"g\u00fc\"},\"content\":\"gu\"}",
            "{\"type\":\"Replace\",\"pattern\":{\"String\":\"e\"},\"content\":\"\"}",
            "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aa\"},"
                    + "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aa\"},{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aa\"}]}",
            "{\"type\":\"Sequence\",\"normalizers\":[]}",
            "{\"type\":\"Sequence\",\"pretokenizers\":[]}",
            "{\"type\":\"Prepend\",\"prepend\":\"\u2581\"}", "{\"type\":\"NFKC\"}", "{\"type\":\"Lowercase\"}",
            "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}",
            "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a+)+$\"},\"behavior\":\"Removed\",\"invert\":false}",
            "{\"type\":\"Split\",\"pattern\":{\"String\":\"e\"},\"behavior\":\"Removed\",\"invert\":false}",
            "{\"type\":\"Split\",\"pattern\":{\"String\":\"el\"},\"behavior\":\"Isolated\",\"invert\":true}",
            "{\"type\":\"Split\",\"pattern\":{\"String\":\"\u2581\"},\"behavior\":\"Contiguous\",\"invert\":false}",
            "{\"type\":\"Metaspace\",\"replacement\":\"ab\",\"prepend_scheme\":\"always\",\"split\":true}",
            "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}", "{\"type\":\"Whitespace\"}",
            "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}",
            "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}",
            "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}",
            "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"q\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}",
            "{\"type\":\"BertProcessing\",\"sep\":[\"x\",1],\"cls\":[\"y\",2]}",
            "{\"type\":\"Unigram\",\"unk_id\":7,\"vocab\":[[\"a\",0.1]]}", "{\"type\":\"WordPiece\",\"vocab\":{},\"unk_token\":\"x\"}",
            "{\"type\":\"BPE\",\"vocab\":{},\"merges\":[]}", "{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1},\"merges\":[\"a b\"]}",
            "{\"direction\":\"Left\",\"max_length\":3,\"strategy\":\"LongestFirst\",\"stride\":0}",
            "{\"strategy\":{\"Fixed\":7},\"direction\":\"Left\",\"pad_to_multiple_of\":3,\"pad_id\":0,\"pad_type_id\":0,\"pad_token\":\"q\"}");

    /** Settings in addition to those that a model has. */
    private static final List<String> SETTINGS = List.of(
            "truncation_side", "split_special_tokens", "dropout", "unk_token", "byte_fallback", "fuse_unk", "ignore_merges",
            "max_seq_length",
            "do_lower_case", "truncate_dim", "default_prompt_name", "continuing_subword_prefix", "end_of_word_suffix", "model_max_length",
            "sliding_window", "num_hidden_layers", "rope_scaling", "include_prompt", "use_residual", "model_args", "tokenizer_class",
            "added_tokens_decoder", "extra_special_tokens", "normalizer", "pre_tokenizer", "post_processor", "truncation", "padding");

    private final Path models;
    private final Random random;

    private Mutator(Path models, long seed, int number) {
        this.models = models;
        this.random = new Random(seed * 1_000_003L + number);
        this.random.nextInt();
    }

    /**
     * Writes a mutant.
     *
     * @param folder an empty folder
     * @return the mutation, for people
     */
    static String write(Path models, long seed, int number, Path folder) throws IOException {
        return new Mutator(models, seed, number).write(folder);
    }

    private String write(Path folder) throws IOException {
        String base = pick(BASES);
        Path source = models.resolve(base).resolve("model");
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).map(source::relativize).sorted().toList();
        }
        for (Path file : files) {
            Path copy = folder.resolve(file.toString());
            Files.createDirectories(copy.getParent());
            Files.copy(source.resolve(file.toString()), copy);
        }
        List<String> what = new ArrayList<>();
        for (int i = 0; i == 0 || random.nextInt(4) == 0; i++) {
            Path file = pickFile(files);
            what.add(file + " " + mutate(folder.resolve(file.toString())));
        }
        return base + ": " + String.join(", ", what);
    }

    private Path pickFile(List<Path> files) {
        if (random.nextInt(5) < 2) {
            return Path.of("tokenizer.json");
        }
        return pick(files);
    }

    private String mutate(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "gone already";
        }
        byte[] content = Files.readAllBytes(file);
        boolean weights = file.toString().endsWith(".safetensors");
        if (random.nextInt(20) == 0) {
            return mutateWhole(file, content);
        }
        if (weights) {
            return random.nextInt(3) == 0 ? write(file, damage(content, headerEnd(content))) : mutateHeader(file, content);
        }
        return random.nextInt(3) == 0 ? write(file, damage(content, content.length)) : mutateJson(file, content);
    }

    private String mutateWhole(Path file, byte[] content) throws IOException {
        Files.delete(file);
        switch (random.nextInt(5)) {
            case 0 -> Files.createDirectory(file);
            case 1 -> Files.createSymbolicLink(file, file.resolveSibling("nowhere"));
            case 2 -> Files.write(file, new byte[0]);
            case 3 -> Files.write(file, new String(content, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_16));
            default -> {
                return "deleted";
            }
        }
        return "replaced as a whole";
    }

    private record Damaged(byte[] content, String what) {}

    private String write(Path file, Damaged damaged) throws IOException {
        Files.write(file, damaged.content);
        return damaged.what;
    }

    /** Random bytes, as a bad disk or copy makes them. */
    private Damaged damage(byte[] content, int within) {
        int at = random.nextInt(Math.max(1, Math.min(within, content.length)));
        int length = 1 + random.nextInt(8);
        byte[] head = Arrays.copyOf(content, at);
        byte[] tail = Arrays.copyOfRange(content, Math.min(content.length, at + length), content.length);
        return switch (random.nextInt(6)) {
            case 0 -> new Damaged(head, "cut at " + at);
            case 1 -> new Damaged(join(head, tail), "bytes lost at " + at);
            case 2 -> {
                byte[] some = new byte[length];
                random.nextBytes(some);
                yield new Damaged(join(head, some, tail), "bytes changed at " + at);
            }
            case 3 -> new Damaged(join(content, new byte[length]), "zeros at the end");
            case 4 -> new Damaged(join(head, Arrays.copyOfRange(content, at, content.length), tail), "doubled from " + at);
            default -> {
                byte[] flipped = content.clone();
                if (flipped.length > 0) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield new Damaged(flipped, "bit flipped at " + at);
            }
        };
    }

    private static int headerEnd(byte[] content) {
        if (content.length < 8) {
            return content.length;
        }
        long length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return 8 + (int) Math.max(0, Math.min(length, content.length - 8)); // it may be damaged already
    }

    private String mutateHeader(Path file, byte[] content) throws IOException {
        int end = headerEnd(content);
        if (end < 8) {
            return "too short already";
        }
        byte[] data = Arrays.copyOfRange(content, end, content.length);
        String header = new String(content, 8, end - 8, StandardCharsets.UTF_8);
        int declared = 0;
        String what;
        switch (random.nextInt(6)) {
            case 0 -> {
                declared = random.nextInt(7) - 3;
                what = "header length off by " + declared;
            }
            case 1 -> {
                if (data.length < 2) {
                    return "without data already";
                }
                int at = 2 * random.nextInt(data.length / 2);
                short value = (short) (random.nextBoolean() ? 0x7fc0 : random.nextInt());
                ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putShort(at, value);
                what = "weight at " + at + " is " + value;
            }
            case 2 -> {
                long by = 2L * (random.nextInt(5) - 2);
                header = shifted(header, by);
                what = "offsets shifted by " + by;
            }
            default -> {
                StringBuilder changed = new StringBuilder();
                what = mutateTree(header, changed);
                header = changed.toString();
            }
        }
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length + declared).array();
        Files.write(file, join(length, text, data));
        return what;
    }

    private String shifted(String header, long by) {
        try {
            JsonNode tree = JSON.readTree(header);
            List<JsonNode> offsets = tree.findValues("data_offsets");
            if (!offsets.isEmpty() && pick(offsets) instanceof ArrayNode array && array.size() == 2) {
                array.set(0, array.get(0).asLong() + by);
                array.set(1, array.get(1).asLong() + by);
            }
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            return header;
        }
    }

    private String mutateJson(Path file, byte[] content) throws IOException {
        StringBuilder changed = new StringBuilder();
        String what = mutateTree(new String(content, StandardCharsets.UTF_8), changed);
        Files.writeString(file, changed);
        return what;
    }

    private String mutateTree(String text, StringBuilder changed) {
        try {
            JsonNode tree = JSON.readTree(text);
            String what = mutate(tree);
            String written = JSON.writeValueAsString(tree).replace(AGAIN, "");
            changed.append(written);
            return what;
        } catch (JsonProcessingException e) {
            changed.append(text);
            return "left as it is";
        }
    }

    private String mutate(JsonNode tree) {
        JsonNode node = tree;
        String path = "";
        while (true) {
            List<JsonNode> children = new ArrayList<>();
            node.forEach(child -> {
                if (child.isContainerNode() && !child.isEmpty()) {
                    children.add(child);
                }
            });
            if (children.isEmpty() || random.nextInt(3) == 0) {
                break;
            }
            node = pick(children);
            path += "/…";
        }
        if (node instanceof ObjectNode object) {
            return path + mutate(object);
        }
        if (node instanceof ArrayNode array) {
            return path + mutate(array);
        }
        return "left as it is";
    }

    private String mutate(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.isEmpty() ? "x" : pick(keys);
        switch (random.nextInt(8)) {
            case 0 -> {
                object.remove(key);
                return " without " + key;
            }
            case 1 -> {
                JsonNode value = object.remove(key);
                object.set(key + "x", value);
                return " renamed " + key;
            }
            case 2 -> {
                object.set(AGAIN + key, value());
                return " twice " + key;
            }
            case 3 -> {
                String setting = pick(SETTINGS);
                object.set(setting, random.nextBoolean() ? value() : part());
                return " set " + setting;
            }
            case 4 -> {
                object.set(key, part());
                return " other part " + key;
            }
            case 5 -> {
                String other = keys.isEmpty() ? "y" : pick(keys);
                JsonNode value = object.get(key);
                object.set(key, object.get(other));
                object.set(other, value);
                return " swapped " + key + " and " + other;
            }
            case 6 -> {
                object.set(key, near(object.get(key)));
                return " changed a little " + key;
            }
            default -> {
                object.set(key, value());
                return " other value " + key;
            }
        }
    }

    private String mutate(ArrayNode array) {
        int at = array.isEmpty() ? 0 : random.nextInt(array.size());
        switch (random.nextInt(5)) {
            case 0 -> array.insert(at, random.nextBoolean() ? value() : part());
            case 1 -> array.remove(at);
            case 2 -> {
                if (!array.isEmpty()) {
                    array.insert(at, array.get(random.nextInt(array.size())));
                }
            }
            case 3 -> {
                if (!array.isEmpty()) {
                    array.set(at, near(array.get(at)));
                }
            }
            default -> {
                if (!array.isEmpty()) {
                    array.set(at, value());
                }
            }
        }
        return " list at " + at;
    }

    private JsonNode near(JsonNode value) {
        if (value == null) {
            return value();
        }
        if (value.isIntegralNumber()) {
            return JSON.getNodeFactory()
                    .numberNode(random.nextBoolean() ? value.longValue() + random.nextInt(5) - 2 : value.longValue() * 2);
        }
        if (value.isBoolean()) {
            return JSON.getNodeFactory().booleanNode(!value.booleanValue());
        }
        if (value.isTextual() && !value.textValue().isEmpty()) {
            StringBuilder text = new StringBuilder(value.textValue());
            text.setCharAt(random.nextInt(text.length()), (char) ('a' + random.nextInt(26)));
            return JSON.getNodeFactory().textNode(text.toString());
        }
        return value();
    }

    private JsonNode value() {
        return read(pick(VALUES));
    }

    private JsonNode part() {
        return read(pick(PARTS));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
        Stream.of(parts).forEach(all::put);
        return all.array();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
