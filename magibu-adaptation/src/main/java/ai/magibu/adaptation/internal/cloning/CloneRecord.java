package ai.magibu.adaptation.internal.cloning;

import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.hub.internal.FileSum;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The origin of a student: {@code adaptation.json} and a short model card. Equal runs write equal files. */
public record CloneRecord(CheckedModel teacher, Path tokenizer, RowSources rows, Composition composition) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public void write(Path folder) throws IOException {
        String tokenizerHash = FileSum.of(tokenizer).sha256();
        ObjectNode json = JSON.createObjectNode();
        json.put("step", "clone");
        json.putObject("teacher").put("name", teacherName()).put("fingerprint", teacher.fingerprint());
        json.putObject("tokenizer").put("sha256", tokenizerHash);
        json.put("strategy", strategy());
        json.putObject("rows").put("copied", rows.copied()).put("composed", rows.composed()).put("unknown", rows.unknown());
        Files.writeString(folder.resolve("adaptation.json"), JSON.writeValueAsString(json) + "\n");
        Files.writeString(folder.resolve("README.md"), card(tokenizerHash));
    }

    private String teacherName() {
        return String.valueOf(teacher.folder().getFileName());
    }

    private String strategy() {
        return composition.name().toLowerCase(Locale.ROOT);
    }

    private String card(String tokenizerHash) {
        return String.format(Locale.ROOT, """
                ---
                library_name: sentence-transformers
                pipeline_tag: sentence-similarity
                ---
                # A student of %s

                The teacher's weights with the embedding table of another tokenizer. It has not been trained: distil the teacher into it
                before use. The teacher's license applies.

                | | |
                |---|---|
                | Rows of the table | %d |
                | copied from the teacher | %d |
                | composed (%s) | %d |
                | unknown | %d |
                | Teacher's fingerprint | `%s` |
                | Tokenizer's SHA-256 | `%s` |

                Made by Magibu for Java; `adaptation.json` has these facts for programs.
                """, teacherName(), rows.rows(), rows.copied(), strategy(), rows.composed(), rows.unknown(),
                teacher.fingerprint(),
                tokenizerHash);
    }
}
