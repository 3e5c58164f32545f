package ai.magibu.sample.web;

import ai.magibu.sample.ask.AskService;
import ai.magibu.sample.database.Database;
import ai.magibu.sample.documents.DocumentRepository;
import ai.magibu.sample.model.LoadedModel;
import ai.magibu.sample.store.ChunkStore;
import java.security.Principal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the application runs on, for the page to say. */
@RestController
class StatusController {

    private final LoadedModel model;
    private final Database database;
    private final AskService ask;
    private final DocumentRepository documents;
    private final ChunkStore chunks;
    private final DataSize largestFile;

    StatusController(
            LoadedModel model,
            Database database,
            AskService ask,
            DocumentRepository documents,
            ChunkStore chunks,
            @Value("${spring.servlet.multipart.max-file-size}") DataSize largestFile) {
        this.model = model;
        this.database = database;
        this.ask = ask;
        this.documents = documents;
        this.chunks = chunks;
        this.largestFile = largestFile;
    }

    record ModelStatus(String name, int dimension, String device, String precision, boolean demo) {}

    record DatabaseStatus(String kind, String description) {}

    record Status(
            ModelStatus model,
            DatabaseStatus database,
            @Nullable String chatModel,
            int documents,
            int chunks,
            long largestFileBytes,
            @Nullable String user) {}

    @GetMapping("/api/status")
    Status status(@Nullable Principal user) {
        return new Status(
                new ModelStatus(model.name(), model.dimension(), model.device(), model.precision(), model.isDemo()),
                new DatabaseStatus(database.kind().name().toLowerCase(Locale.ROOT), database.description()),
                ask.chatModelName(),
                documents.count(),
                chunks.count(),
                largestFile.toBytes(),
                user == null ? null : user.getName());
    }
}
