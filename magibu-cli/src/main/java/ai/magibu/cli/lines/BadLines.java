package ai.magibu.cli.lines;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.JsonOutput;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The treatment of bad lines: the first one ends the run, or all are listed in a file and skipped. */
public final class BadLines implements Closeable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String START = "{\"line\":";

    private final @Nullable Path file;
    private final @Nullable JsonGenerator json;
    private final Set<Long> known = new HashSet<>();

    private BadLines(@Nullable Path file, @Nullable JsonGenerator json) {
        this.file = file;
        this.json = json;
    }

    public static BadLines endTheRun() {
        return new BadLines(null, null);
    }

    /**
     * Bad lines are listed as {@code {"line":3,"reason":"…"}} and skipped.
     *
     * @param continued whether the file's own lines are kept, which an earlier run has listed
     */
    public static BadLines listedIn(Path file, boolean continued) throws FileFailure {
        try {
            boolean append = continued && Files.exists(file);
            EarlierOutput listed = append ? EarlierOutput.of(file) : EarlierOutput.none();
            Set<Long> known = append ? read(file, listed) : Set.of();
            listed.removeRest();
            BadLines lines = new BadLines(
                    file,
                    JsonOutput.to(
                            append
                                    ? Files.newOutputStream(file, StandardOpenOption.APPEND)
                                    : Files.newOutputStream(file)));
            lines.known.addAll(known);
            return lines;
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }

    /** A last line that was cut off does not count. Another file is rejected and left alone. */
    private static Set<Long> read(Path file, EarlierOutput listed) throws FileFailure, IOException {
        Set<Long> known = new HashSet<>();
        // Every byte is a character, so that a line that was cut off inside a letter can be read.
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (long i = 0; i < listed.lines(); i++) {
                JsonNode number = JSON.readTree(lines.readLine()).path("line");
                if (!number.isIntegralNumber()) {
                    throw otherFile();
                }
                known.add(number.longValue());
            }
            String rest = lines.readLine();
            if (rest != null && !START.startsWith(rest) && !rest.startsWith(START)) {
                throw otherFile();
            }
        } catch (JsonProcessingException e) {
            throw otherFile();
        }
        return known;
    }

    private static IOException otherFile() {
        return new IOException("it is not a list of skipped lines; name another file for --skip-bad");
    }

    /** Returns the lines that a finished run has listed in a file. */
    public static BadLines of(Path file) throws FileFailure {
        try {
            BadLines lines = new BadLines(file, null);
            lines.known.addAll(read(file, EarlierOutput.of(file)));
            return lines;
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    /** Returns whether the line is listed. */
    public boolean isKnown(InputLine line) {
        return known.contains(line.number());
    }

    /** How many lines are listed, by earlier runs too. */
    public long count() {
        return known.size();
    }

    /**
     * Lists the line on the disk, before any line after it is written.
     *
     * @throws BadLineException the one given, if bad lines end the run
     */
    public void add(BadLineException bad) throws BadLineException, FileFailure {
        if (known.contains(bad.line())) {
            return;
        }
        if (json == null || file == null) {
            throw bad;
        }
        known.add(bad.line());
        try {
            json.writeStartObject();
            json.writeNumberField("line", bad.line());
            json.writeStringField("reason", bad.reason());
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (json != null) {
            json.close();
        }
    }
}
