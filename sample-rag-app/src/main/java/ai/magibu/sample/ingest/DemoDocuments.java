package ai.magibu.sample.ingest;

import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.DocumentProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Queues the bundled documents at the first start, and only then: what the user deletes stays deleted. */
@Component
@Order(0)
final class DemoDocuments implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(DemoDocuments.class);

    private final IngestQueue queue;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final DocumentProperties documents;
    private final JsonMapper json;

    DemoDocuments(
            IngestQueue queue,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            DocumentProperties documents,
            JsonMapper json) {
        this.queue = queue;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.documents = documents;
        this.json = json;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        if (!documents.demo()) {
            return;
        }
        JsonNode tags = json.readTree(new ClassPathResource("demo/tags.json").getContentAsByteArray());
        List<DocumentFile> files = new ArrayList<>();
        for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath*:demo/documents/*.md")) {
            String name = String.valueOf(resource.getFilename());
            files.add(new DocumentFile(
                    name, resource.getContentAsByteArray(), null, List.of(tags.path(name).asString())));
        }
        transaction.executeWithoutResult(status -> {
            // Of several replicas that start at once on an empty database, one queues them.
            if (jdbc.sql("UPDATE vector_store SET demo_stored = true WHERE NOT demo_stored").update() == 1) {
                log.info("First start: queueing {} bundled documents", files.size());
                files.forEach(queue::add);
            }
        });
    }
}
