package ai.magibu.cli.rows;

import ai.magibu.cli.io.JsonOutput;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Span;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes {@code {"id"?: …, "start"?: n, "end"?: n, "embedding": […], "tokens": n, "truncated": bool}}, one object a line. */
public final class EmbeddingWriter implements Closeable {

    private final JsonGenerator json;

    /** @param out stays open */
    public EmbeddingWriter(OutputStream out) throws IOException {
        json = JsonOutput.to(out);
    }

    /** @param id JSON text, written as it is; null for none */
    public void write(@Nullable String id, Embedding embedding) throws IOException {
        write(id, null, embedding);
    }

    /** @param span which piece of the text it is; null for all of it */
    public void write(@Nullable String id, @Nullable Span span, Embedding embedding) throws IOException {
        json.writeStartObject();
        if (id != null) {
            json.writeFieldName("id");
            json.writeRawValue(id);
        }
        if (span != null) {
            json.writeNumberField("start", span.start());
            json.writeNumberField("end", span.end());
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

    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
