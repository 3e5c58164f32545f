package ai.magibu.sample.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores the bundled documents at the first start, and only then: what the user deletes stays deleted. */
@Component
final class DemoDocuments implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(DemoDocuments.class);

    private final Ingestor ingestor;
    private final JdbcClient jdbc;
    private final DocumentProperties properties;

    DemoDocuments(Ingestor ingestor, JdbcClient jdbc, DocumentProperties properties) {
        this.ingestor = ingestor;
        this.jdbc = jdbc;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        if (!properties.demo() || jdbc.sql("SELECT demo_stored FROM vector_store").query(Boolean.class).single()) {
            return;
        }
        List<DocumentFile> files = new ArrayList<>();
        for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath*:demo/documents/*.md")) {
            files.add(new DocumentFile(String.valueOf(resource.getFilename()), resource.getContentAsByteArray(), null));
        }
        log.info("First start: storing {} bundled documents", files.size());
        ingestor.ingest(files);
        jdbc.sql("UPDATE vector_store SET demo_stored = true").update();
    }
}
