package ai.magibu.sample;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.langchain4j.JoiningContentAggregator;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.langchain4j.MagibuIngestor;
import ai.magibu.langchain4j.TurkishSentenceSplitter;
import ai.magibu.langchain4j.TurkishTextRetriever;
import ai.magibu.langchain4j.TurkishTextSearch;
import ai.magibu.sample.ask.Assistant;
import ai.magibu.sample.ask.Conversation;
import ai.magibu.sample.ask.FollowUps;
import ai.magibu.sample.ask.NumberedPassages;
import ai.magibu.sample.documents.Documents;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.content.aggregator.ContentAggregator;
import dev.langchain4j.rag.content.aggregator.DefaultContentAggregator;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.store.embedding.pgvector.DefaultMetadataStorageConfig;
import dev.langchain4j.store.embedding.pgvector.MetadataStorageMode;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The pipeline, in the order in which a document and then a question pass through it. The embedding model and the token counter
 * come from magibu-spring-boot-starter, the database from Spring Boot or, in development, from magibu-dev-postgres.
 */
@Configuration(proxyBeanMethods = false)
class RagConfiguration {

    private static final int CANDIDATES = 50; // results of each retriever, for the rank fusion

    /** The metadata of each chunk, as columns of the table {@code chunks}. */
    private static final List<String> METADATA = List.of(
            "document_id uuid", "title text", "uploaded_on text", "position integer", "parts integer", "start_offset integer",
            "end_offset integer");

    /** Values for the migrations: the model's dimensions, and the SQL functions of the Turkish text search. */
    @Bean
    FlywayConfigurationCustomizer migrationValues(MagibuEmbedder embedder) {
        return flyway -> flyway.placeholders(Map.of(
                "dimension", Integer.toString(embedder.dimension()), "turkish_text_search", TurkishTextSearch.sql()));
    }

    /** Splits documents at Turkish sentence ends (not after "Dr." or "19."), and embeds the chunks with their title. */
    @Bean
    MagibuIngestor ingestor(MagibuEmbedder embedder, TokenCountEstimator tokens, SampleProperties settings) {
        return MagibuIngestor.builder()
                .documentSplitter(new TurkishSentenceSplitter(settings.chunkTokens(), settings.overlapTokens(), tokens))
                .embedder(embedder)
                .build();
    }

    /** Stores chunks with their vectors. Flyway creates the table, because the store's own index would be IVFFlat. */
    @Bean
    PgVectorEmbeddingStore store(DataSource dataSource) {
        return PgVectorEmbeddingStore.datasourceBuilder()
                .datasource(dataSource)
                .table("chunks")
                .createTable(false).skipCreateVectorExtension(true)
                .metadataStorageConfig(DefaultMetadataStorageConfig.builder()
                        .storageMode(MetadataStorageMode.COLUMN_PER_KEY).columnDefinitions(METADATA).build())
                .build();
    }

    /** Finds chunks with a similar meaning, in the documents that the filter of the question allows. */
    @Bean
    ContentRetriever vectorRetriever(
            MagibuEmbeddingModel model, PgVectorEmbeddingStore store, Documents documents, SampleProperties settings) {
        return EmbeddingStoreContentRetriever.builder()
                .embeddingModel(model)
                .embeddingInputType(EmbeddingInputType.QUERY)
                .embeddingStore(store)
                .maxResults(CANDIDATES)
                .minScore((settings.minSimilarity() + 1) / 2) // LangChain4j maps the cosine to a score from 0 to 1
                .dynamicFilter(query -> Conversation.of(query).filter(documents.incomplete()))
                .build();
    }

    /** Finds chunks with the question's words, in any of their Turkish forms. */
    @Bean
    ContentRetriever textRetriever(DataSource dataSource, Documents documents) {
        return TurkishTextRetriever.builder()
                .dataSource(dataSource)
                .table("chunks")
                .metadataColumns(METADATA)
                .maxResults(CANDIDATES)
                .dynamicFilter(query -> Conversation.of(query).filter(documents.incomplete()))
                .build();
    }

    /** Fuses both rankings, and joins adjacent chunks. A {@link ScoringModel} bean, if there is one, sorts them instead. */
    @Bean
    JoiningContentAggregator aggregator(ObjectProvider<ScoringModel> scoring, SampleProperties settings) {
        ContentAggregator ranking = scoring.getIfUnique() == null
                ? new DefaultContentAggregator()
                : ReRankingContentAggregator.builder().scoringModel(scoring.getObject()).maxResults(CANDIDATES).build();
        return new JoiningContentAggregator(ranking, "document_id", settings.passages());
    }

    /** Rewrites follow-up questions, retrieves, and lets the chat model answer from numbered passages. The server keeps no memory. */
    @Bean
    @ConditionalOnExpression("!'${sample.chat.model:}'.isBlank()")
    Assistant assistant(
            ContentRetriever vectorRetriever, ContentRetriever textRetriever, ContentAggregator aggregator, SampleProperties settings) {
        SampleProperties.Chat chat = settings.chat();
        OpenAiChatModel rewriter = OpenAiChatModel.builder().baseUrl(chat.baseUrl()).apiKey(chat.apiKey()).modelName(chat.model())
                .timeout(Duration.ofSeconds(20)).maxRetries(0).build();
        OpenAiStreamingChatModel writer = OpenAiStreamingChatModel.builder()
                .baseUrl(chat.baseUrl()).apiKey(chat.apiKey()).modelName(chat.model()).timeout(chat.timeout()).build();
        return AiServices.builder(Assistant.class)
                .streamingChatModel(writer)
                .retrievalAugmentor(DefaultRetrievalAugmentor.builder()
                        .queryTransformer(new FollowUps(rewriter))
                        .queryRouter(new DefaultQueryRouter(vectorRetriever, textRetriever))
                        .contentAggregator(aggregator)
                        .contentInjector(new NumberedPassages())
                        .build())
                .chatMemoryProvider(conversation -> ((Conversation) conversation).memory())
                .storeRetrievedContentInChatMemory(false)
                .build();
    }
}
