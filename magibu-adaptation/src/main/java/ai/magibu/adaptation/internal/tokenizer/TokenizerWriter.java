package ai.magibu.adaptation.internal.tokenizer;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.bpe.Merge;
import ai.magibu.evaluation.internal.file.FileFault;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Writes a {@code tokenizer.json} with the tokens and merges of another model; everything else is that of the original. */
public final class TokenizerWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private final TokenizerFile original;
    private final BpeModel model;

    private TokenizerWriter(TokenizerFile original, BpeModel model) {
        this.original = original;
        this.model = model;
    }

    /**
     * Writes a file, reads and checks it, and only then gives it its name.
     *
     * @param original the file that gives everything but the tokens and merges
     * @throws AdaptationException if the file cannot be written
     * @throws IllegalStateException if the file, read again, differs from the model
     */
    public static void write(TokenizerFile original, BpeModel model, Path file) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                new TokenizerWriter(original, model).write(out);
            }
            TokenizerFile written = TokenizerFile.read(temporary);
            if (!written.model().tokens().equals(model.tokens()) || !written.model().merges().equals(model.merges())
                    || !written.tokensWithoutRow().isEmpty()) {
                throw new IllegalStateException(temporary + " differs from the tokenizer that it was written from");
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AdaptationException(file + ": the file cannot be written: " + FileFault.reason(e), e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // it has no name that anybody reads
        }
    }

    private void write(OutputStream out) throws IOException {
        ObjectNode parts = original.parts().deepCopy();
        parts.set("added_tokens", addedTokens(parts.path("added_tokens")));
        PostProcessor.rewrite(parts.path(PostProcessor.NAME), model);
        if (parts.path("padding") instanceof ObjectNode padding && padding.path("pad_token").isTextual()) {
            padding.put("pad_id", model.id(padding.path("pad_token").asText()));
        }
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> part : parts.properties()) {
                json.writeFieldName(part.getKey());
                json.writeTree(part.getValue());
                json.writeRaw('\n');
            }
            json.writeFieldName(TokenizerJson.MODEL);
            writeModel(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private ArrayNode addedTokens(JsonNode all) {
        ArrayNode kept = JSON.createArrayNode();
        for (JsonNode token : all) {
            int id = model.id(token.path("content").asText());
            if (id >= 0) {
                kept.add(((ObjectNode) token).put("id", id));
            }
        }
        return kept;
    }

    private void writeModel(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> setting : original.settings().properties()) {
            json.writeFieldName(setting.getKey());
            json.writeTree(setting.getValue());
        }
        json.writeObjectFieldStart(TokenizerJson.VOCABULARY);
        for (int id = 0; id < model.tokens().size(); id++) {
            json.writeNumberField(model.token(id), id);
        }
        json.writeEndObject();
        json.writeRaw('\n');
        json.writeArrayFieldStart(TokenizerJson.MERGES);
        for (Merge merge : model.merges()) {
            if (original.mergesAsText()) {
                json.writeString(model.token(merge.left()) + " " + model.token(merge.right()));
            } else {
                json.writeStartArray();
                json.writeString(model.token(merge.left()));
                json.writeString(model.token(merge.right()));
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
