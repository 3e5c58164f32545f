package ai.magibu.sample.web;

import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.DocumentRepository;
import ai.magibu.sample.documents.IngestResult;
import ai.magibu.sample.documents.Ingestor;
import ai.magibu.sample.documents.StoredDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
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
    private final Ingestor ingestor;

    DocumentController(DocumentRepository documents, Ingestor ingestor) {
        this.documents = documents;
        this.ingestor = ingestor;
    }

    @GetMapping
    List<StoredDocument> list() {
        return documents.findAll();
    }

    /**
     * Takes the files of a form, whatever its fields are called. All are stored or none: 201 where one of them is new, 200 where
     * all were there before.
     */
    @PostMapping(consumes = "multipart/form-data")
    ResponseEntity<List<IngestResult>> upload(
            MultipartHttpServletRequest form, @RequestParam(required = false) @Nullable String title) throws IOException {
        List<MultipartFile> files =
                form.getMultiFileMap().values().stream().flatMap(List::stream).toList();
        if (files.isEmpty()) {
            throw new IllegalArgumentException("The form has no file.");
        }
        if (title != null && !title.isBlank() && files.size() > 1) {
            throw new IllegalArgumentException("A title goes with one file, not with " + files.size() + ".");
        }
        List<DocumentFile> contents = new ArrayList<>();
        for (MultipartFile file : files) {
            String name = file.getOriginalFilename();
            contents.add(new DocumentFile(name == null ? "" : name, file.getBytes(), title));
        }
        List<IngestResult> results = ingestor.ingest(contents);
        boolean added = results.stream().anyMatch(result -> result.outcome() == IngestResult.Outcome.ADDED);
        return ResponseEntity.status(added ? HttpStatus.CREATED : HttpStatus.OK).body(results);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable UUID id) {
        if (!documents.delete(id)) {
            throw new ErrorResponseException(
                    HttpStatus.NOT_FOUND,
                    ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no document " + id + "."),
                    null);
        }
        return ResponseEntity.noContent().build();
    }
}
