package ai.magibu.adaptation.internal.cloning;

import ai.magibu.adaptation.api.AdaptationException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The teacher's {@code config.json} for the student's vocabulary. What the backbone computes stays as it stands. */
public final class StudentConfig {

    private static final String SPECIAL_ID = "_token_id";
    private static final Set<String> TYPES = Set.of("torch_dtype", "dtype");

    private final Path file;
    private final Map<Integer, String> teacherTokens = new HashMap<>();
    private final Vocabulary student;

    private StudentConfig(Path file, Vocabulary teacher, Vocabulary student) {
        this.file = file;
        this.student = student;
        teacher.ids().forEach((token, id) -> teacherTokens.put(id, token));
    }

    /**
     * Changes the size of the vocabulary, the ids of special tokens and the type of the weights.
     *
     * @param file the student's {@code config.json}, a copy of the teacher's
     * @throws AdaptationException if the student lacks a special token
     */
    public static void rewrite(Path file, Vocabulary teacher, Vocabulary student) throws IOException {
        JsonPatch.apply(file, new StudentConfig(file, teacher, student)::change);
    }

    private JsonNode change(String key, JsonNode value) {
        if (key.equals("vocab_size")) {
            return IntNode.valueOf(student.size());
        }
        if (TYPES.contains(key) && value.isTextual()) {
            return TextNode.valueOf("bfloat16");
        }
        if (key.endsWith(SPECIAL_ID) && value.isArray()) {
            ArrayNode ids = JsonNodeFactory.instance.arrayNode();
            value.forEach(id -> ids.add(studentId(key, id)));
            return ids;
        }
        return key.endsWith(SPECIAL_ID) && value.isInt() ? studentId(key, value) : value;
    }

    private JsonNode studentId(String key, JsonNode teacherId) {
        String token = teacherTokens.get(teacherId.intValue());
        Integer id = token == null ? null : student.ids().get(token);
        if (id == null) {
            throw new AdaptationException(student.file() + ": the tokenizer has no token \"" + token + "\", which the teacher's "
                    + file.getFileName() + " uses as \"" + key + "\". Keep special tokens.");
        }
        return IntNode.valueOf(id);
    }
}
