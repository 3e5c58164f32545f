package ai.magibu.sample.store;

import ai.magibu.sample.model.LoadedModel;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.pgvector.DefaultMetadataStorageConfig;
import dev.langchain4j.store.embedding.pgvector.MetadataStorageMode;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** LangChain4j's vector store on the table {@code chunks}, which Flyway makes as wide as the model's vectors. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    FlywayConfigurationCustomizer vectorColumn(LoadedModel model) {
        return flyway -> flyway.placeholders(Map.of(
                "dimension", Integer.toString(model.dimension()),
                "fingerprint", model.fingerprint(),
                "model", model.name().replace("'", "''")));
    }

    @Bean
    EmbeddingStore<TextSegment> chunks(DataSource dataSource, LoadedModel model, ModelGuard guard) {
        guard.check(); // before any vector is read or written
        return PgVectorEmbeddingStore.datasourceBuilder()
                // The store takes a connection of its own for each call; through this proxy it is the transaction's.
                .datasource(new TransactionAwareDataSourceProxy(dataSource))
                .table("chunks")
                .dimension(model.dimension())
                .createTable(false)
                .skipCreateVectorExtension(true)
                .metadataStorageConfig(DefaultMetadataStorageConfig.builder()
                        .storageMode(MetadataStorageMode.COLUMN_PER_KEY)
                        .columnDefinitions(List.of("document_id uuid", "source text", "title text", "position integer"))
                        .build())
                .build();
    }
}
