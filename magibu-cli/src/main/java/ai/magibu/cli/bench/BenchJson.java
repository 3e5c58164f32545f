package ai.magibu.cli.bench;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.JsonOutput;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes a benchmark for programs: one JSON object. */
final class BenchJson {

    private BenchJson() {}

    static void write(OutputStream stream, BenchSubject subject, double loadSeconds, List<BenchRow> rows) throws FileFailure {
        try (JsonGenerator out = JsonOutput.to(stream)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeStringField("model", subject.model());
            out.writeNumberField("parameters", subject.parameters());
            out.writeStringField("precision", subject.precision());
            out.writeStringField("device", subject.device());
            if (subject.threads() == null) {
                out.writeNullField("threads");
            } else {
                out.writeNumberField("threads", subject.threads());
            }
            out.writeStringField("java", subject.java());
            out.writeStringField("os", subject.os());
            out.writeStringField("architecture", subject.architecture());
            out.writeNumberField("processors", subject.processors());
            out.writeNumberField("loadSeconds", loadSeconds);
            out.writeArrayFieldStart("rows");
            for (BenchRow row : rows) {
                out.writeStartObject();
                out.writeStringField("name", row.name());
                out.writeNumberField("texts", row.texts());
                out.writeNumberField("tokens", row.tokens());
                out.writeNumberField("runs", row.measurement().runs());
                out.writeNumberField("medianSeconds", row.measurement().medianSeconds());
                out.writeNumberField("tokensPerSecond", row.tokensPerSecond());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw FileFailure.writing("stdout", e);
        }
    }
}
