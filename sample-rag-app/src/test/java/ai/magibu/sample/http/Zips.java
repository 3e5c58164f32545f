package ai.magibu.sample.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** ZIP files as tests need them. */
final class Zips {

    private Zips() {}

    @SafeVarargs
    static byte[] of(Map.Entry<String, byte[]>... files) {
        return of(StandardCharsets.UTF_8, files);
    }

    /** @param names the encoding of the names */
    @SafeVarargs
    static byte[] of(Charset names, Map.Entry<String, byte[]>... files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, names)) {
            for (Map.Entry<String, byte[]> file : files) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
