package ai.magibu.cli;

import ai.magibu.embedding.api.Embedding;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes {@code {"id"?: …, "embedding": […], "tokens": n, "truncated": bool}}, one object a line. */
final class EmbeddingWriter implements Closeable {

    private final JsonGenerator json;

    /** @param out stays open */
    EmbeddingWriter(OutputStream out) throws IOException {
        json = JsonOutput.to(out);
    }

    /** @param id JSON text, written as it is; null for none */
    void write(@Nullable String id, Embedding embedding) throws IOException {
        json.writeStartObject();
        if (id != null) {
            json.writeFieldName("id");
            json.writeRawValue(id);
        }
        json.writeArrayFieldStart("embedding");
        for (float component : embedding.vector()) {
            json.writeNumber(component);
        }
        json.writeEndArray();
        json.writeNumberField("tokens", embedding.tokens());
        json.writeBooleanField("truncated", embedding.truncated());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
