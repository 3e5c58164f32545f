package ai.magibu.cli.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;

/** Makes the generators of everything this program writes as JSON: UTF-8, one value a line. */
public final class JsonOutput {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            // The shortest digits that give the same float again, on every JDK; Float.toString does so from JDK 19 on.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // Each writer ends its lines itself, the last one included.
            .rootValueSeparator((String) null)
            .build();

    private JsonOutput() {}

    public static JsonGenerator to(OutputStream out) throws IOException {
        return JSON.createGenerator(out);
    }
}
