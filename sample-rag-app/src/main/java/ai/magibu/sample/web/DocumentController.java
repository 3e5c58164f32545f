package ai.magibu.sample.web;

import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.DocumentRepository;
import ai.magibu.sample.documents.DocumentText;
import ai.magibu.sample.documents.StoredDocument;
import ai.magibu.sample.ingest.IngestJob;
import ai.magibu.sample.ingest.Intake;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

@RestController
@RequestMapping("/api/documents")
class DocumentController {

    private final DocumentRepository documents;
    private final Intake intake;

    DocumentController(DocumentRepository documents, Intake intake) {
        this.documents = documents;
        this.intake = intake;
    }

    @GetMapping
    List<StoredDocument> list() {
        return documents.findAll();
    }

    record Whole(@JsonUnwrapped StoredDocument document, String text, List<DocumentText.Place> chunks) {}

    @GetMapping("/{id}")
    Whole get(@PathVariable UUID id) {
        DocumentText found = documents.find(id).orElseThrow(() -> notFound(id));
        return new Whole(found.document(), found.text(), found.chunks());
    }

    /** Puts the files of a form, whatever its fields are called, into the queue. */
    @PostMapping(consumes = "multipart/form-data")
    ResponseEntity<List<IngestJob>> upload(
            MultipartHttpServletRequest form,
            @RequestParam(required = false) @Nullable String title,
            @RequestParam(required = false) @Nullable List<String> tags)
            throws IOException {
        List<MultipartFile> uploads =
                form.getMultiFileMap().values().stream().flatMap(List::stream).toList();
        if (uploads.isEmpty()) {
            throw new IllegalArgumentException("The form has no file.");
        }
        List<DocumentFile> files = new ArrayList<>(); // all are looked at before the first is taken
        for (MultipartFile upload : uploads) {
            String name = upload.getOriginalFilename() == null ? "" : DocumentFile.nameOf(upload.getOriginalFilename());
            files.add(new DocumentFile(name, upload.getBytes(), title, tags));
        }
        if (files.get(0).title() != null && (files.size() > 1 || files.get(0).isZip())) {
            throw new IllegalArgumentException("A title goes with one file, and not with a ZIP.");
        }
        return ResponseEntity.accepted()
                .body(files.stream().flatMap(file -> intake.add(file).stream()).toList());
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable UUID id) {
        if (!documents.delete(id)) {
            throw notFound(id);
        }
        return ResponseEntity.noContent().build();
    }

    private static ErrorResponseException notFound(UUID id) {
        return IngestController.problem(HttpStatus.NOT_FOUND, "There is no document " + id + ".");
    }
}
