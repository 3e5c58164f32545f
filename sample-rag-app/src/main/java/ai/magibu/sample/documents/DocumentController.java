package ai.magibu.sample.documents;

import ai.magibu.documents.FileParser;
import ai.magibu.sample.documents.Documents.Document;
import ai.magibu.sample.documents.Documents.Upload;
import ai.magibu.sample.web.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Uploads, lists, cancels, retries and deletes documents. */
@RestController
@RequestMapping("/api/documents")
record DocumentController(Documents documents, Ingest ingest) {

    record Accepted(UUID id, String name, String outcome) {}

    /** Answers when the files are stored in the database; the list shows their state. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    List<Accepted> upload(@RequestParam("file") List<MultipartFile> files) throws IOException {
        List<String> names = files.stream().map(file -> name(file.getOriginalFilename())).toList();
        List<Accepted> accepted = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Optional<UUID> id = documents.add(names.get(i), files.get(i).getBytes());
            accepted.add(new Accepted(id.orElse(null), names.get(i), id.isPresent() ? "accepted" : "unchanged"));
        }
        ingest.wake();
        return accepted;
    }

    /** Returns the name without folders, and without characters that are invisible or change the writing direction. */
    private static String name(String given) {
        String name = Normalizer.normalize(given == null ? "" : given, Normalizer.Form.NFC)
                .replaceAll("(?s)^.*[/\\\\]|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]", "")
                .strip();
        if (name.matches("\\.*") || name.length() > 255) {
            throw Problems.of(400, "bad-name", "The name of a file must have 1 to 255 characters.");
        }
        if (FileParser.endings().stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
            throw Problems.of(415, "unsupported", name + " has an unsupported type. Supported types: " + FileParser.endings());
        }
        return name;
    }

    @GetMapping
    List<Document> list() {
        return documents.all();
    }

    @GetMapping("/{id}/text")
    ResponseEntity<String> text(@PathVariable UUID id) {
        return ResponseEntity.ok().contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .body(documents.text(id).orElseThrow(Problems::notFound));
    }

    @GetMapping("/{id}/file")
    ResponseEntity<byte[]> file(@PathVariable UUID id) {
        Upload upload = documents.upload(id).orElseThrow(Problems::notFound);
        String disposition = ContentDisposition.attachment().filename(upload.name(), StandardCharsets.UTF_8).build().toString();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                .body(upload.file());
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void retry(@PathVariable UUID id) {
        if (!documents.retry(id)) {
            throw documents.exists(id)
                    ? Problems.of(409, "not-retryable", "Only cancelled uploads and those that failed internally can be retried.")
                    : Problems.notFound();
        }
        ingest.wake();
    }

    @PostMapping("/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void cancel(@PathVariable UUID id) {
        if (!documents.cancel(id)) {
            throw documents.exists(id) ? Problems.of(409, "not-running", "The upload is already finished.") : Problems.notFound();
        }
        ingest.interrupt(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        if (!documents.delete(id)) {
            throw Problems.notFound();
        }
        ingest.interrupt(id);
    }
}
