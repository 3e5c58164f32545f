package ai.magibu.sample.ingest;

import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.UnreadableDocumentException;
import ai.magibu.sample.documents.UnreadableDocumentException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The way into the queue: a file as one job, a ZIP as one for each file in it. Every file gets a job, if only to say why not. */
@Service
public class Intake {

    /** Nobody's documents: hidden files, and what macOS adds. */
    private static final Pattern SKIPPED = Pattern.compile("(^|.*/)(\\.[^/.][^/]*|__MACOSX)(/.*)?");

    private static final Pattern LEADS_OUT = Pattern.compile("/.*|[A-Za-z]:.*|(.*/)?\\.\\.(/.*)?");

    /** What Windows in Turkish writes names in that it does not mark as UTF-8. */
    private static final Charset TURKISH_DOS = Charset.forName("IBM857");

    private static final int ANY_RATIO = 1_000_000;

    private final IngestQueue queue;
    private final TransactionTemplate transaction;
    private final IngestProperties properties;

    Intake(IngestQueue queue, TransactionTemplate transaction, IngestProperties properties) {
        this.queue = queue;
        this.transaction = transaction;
        this.properties = properties;
    }

    /** @return the jobs, in the order of the files in a ZIP */
    public List<IngestJob> add(DocumentFile file) {
        if (!file.isZip()) {
            return List.of(queue.add(file));
        }
        try {
            return transaction.execute(status -> unpack(file)); // all of its files, or none where it is not to be trusted
        } catch (UnreadableDocumentException e) {
            return List.of(queue.addFailed(file.source(), file.content().length, e));
        }
    }

    static boolean isSkipped(String path) {
        return SKIPPED.matcher(path).matches();
    }

    private List<IngestJob> unpack(DocumentFile file) {
        List<IngestJob> jobs = new ArrayList<>();
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(file.content()))
                .get()) {
            List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
            if (entries.size() > properties.zip().maxEntries()) {
                throw bomb(file, entries.size() + " entries, and " + properties.zip().maxEntries() + " are the most");
            }
            long left = properties.zip().maxSize().toBytes();
            for (ZipArchiveEntry entry : entries) {
                String path = path(entry);
                if (entry.isDirectory() || isSkipped(path)) {
                    continue;
                }
                byte[] content = {};
                try {
                    content = read(zip, entry, path, left);
                    if (content.length >= left) {
                        throw bomb(file, "more than " + properties.zip().maxSize());
                    }
                    jobs.add(queue.add(check(file, entry, path, content)));
                } catch (UnreadableDocumentException e) {
                    if (e.is(Reason.ZIP_BOMB)) {
                        throw e;
                    }
                    jobs.add(queue.addFailed(path, content.length, e));
                }
                left -= content.length;
            }
        } catch (IOException e) {
            throw new UnreadableDocumentException(file.source(), Reason.DAMAGED);
        }
        if (jobs.isEmpty()) {
            throw new UnreadableDocumentException(file.source(), Reason.NO_TEXT);
        }
        return jobs;
    }

    private byte[] read(ZipFile zip, ZipArchiveEntry entry, String path, long left) {
        if (LEADS_OUT.matcher(path).matches() || entry.isUnixSymlink()) {
            throw new UnreadableDocumentException(path, Reason.ZIP_PATH);
        } else if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new UnreadableDocumentException(path, Reason.PASSWORD);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes((int) Math.min(left, properties.maxFileSize().toBytes() + 1));
        } catch (IOException | NoClassDefFoundError e) { // also a way of packing that is not known, or wants a library (zstd, xz)
            throw new UnreadableDocumentException(path, Reason.DAMAGED);
        }
    }

    private DocumentFile check(DocumentFile zip, ZipArchiveEntry entry, String path, byte[] content) {
        int maxRatio = properties.zip().maxRatio();
        if (content.length > ANY_RATIO && content.length / Math.max(1, entry.getCompressedSize()) > maxRatio) {
            throw bomb(zip, "\"" + path + "\" has more than " + maxRatio + " times its packed size");
        } else if (content.length > properties.maxFileSize().toBytes()) {
            throw new UnreadableDocumentException(
                    path, Reason.TOO_LARGE, "more than " + properties.maxFileSize() + " (sample.ingest.max-file-size)");
        }
        CRC32 checksum = new CRC32();
        checksum.update(content);
        if (checksum.getValue() != entry.getCrc()) {
            throw new UnreadableDocumentException(path, Reason.DAMAGED);
        }
        DocumentFile file;
        try {
            file = new DocumentFile(path, content, null, zip.tags());
        } catch (IllegalArgumentException e) {
            throw new UnreadableDocumentException(path, Reason.ZIP_PATH);
        }
        if (file.isZip()) {
            throw new UnreadableDocumentException(path, Reason.ZIP_NESTED);
        }
        return file;
    }

    /** The name that is marked as UTF-8 or is UTF-8, as Windows writes it otherwise. */
    private static String path(ZipArchiveEntry entry) {
        String path = entry.getName();
        if (entry.getNameSource() == ZipArchiveEntry.NameSource.NAME) {
            try {
                path = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(entry.getRawName())).toString();
            } catch (CharacterCodingException e) {
                path = new String(entry.getRawName(), TURKISH_DOS);
            }
        }
        return path.replace('\\', '/').replace("\0", "");
    }

    private static UnreadableDocumentException bomb(DocumentFile zip, String why) {
        return new UnreadableDocumentException(zip.source(), Reason.ZIP_BOMB, why);
    }
}
