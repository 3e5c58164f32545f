package ai.magibu.documentation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The context of a page's examples: imports, and variables that the text mentions.
 *
 * @param packages the imports
 * @param variables the variables, declared as fields so that an example can declare one of the same name
 */
record Assumed(List<String> packages, List<String> variables) {

    private static final Assumed PLAIN = new Assumed(
            List.of(
                    "ai.magibu.embedding.*",
                    "ai.magibu.embedding.api.*",
                    "ai.magibu.embedding.source.*",
                    "ai.magibu.embedding.test.*",
                    "ai.magibu.embedding.text.*",
                    "ai.magibu.hub.*",
                    "java.nio.file.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.stream.*"),
            List.of("MagibuEmbedder embedder"));

    private static final Assumed EVALUATION = PLAIN.and(
            List.of(
                    "ai.magibu.evaluation.*",
                    "ai.magibu.evaluation.api.*",
                    "ai.magibu.evaluation.data.*",
                    "ai.magibu.evaluation.encoder.*",
                    "ai.magibu.evaluation.result.*",
                    "ai.magibu.evaluation.task.*"),
            List.of());

    private static final Assumed LANGCHAIN4J = PLAIN.and(
            List.of(
                    "ai.magibu.langchain4j.*",
                    "dev.langchain4j.data.document.Document",
                    "dev.langchain4j.data.document.DocumentSplitter",
                    "dev.langchain4j.data.document.Metadata",
                    "dev.langchain4j.data.document.splitter.DocumentSplitters",
                    "dev.langchain4j.data.segment.TextSegment",
                    "dev.langchain4j.model.embedding.request.*",
                    "dev.langchain4j.model.embedding.response.*",
                    "dev.langchain4j.rag.*",
                    "dev.langchain4j.rag.content.aggregator.*",
                    "dev.langchain4j.rag.content.retriever.*",
                    "dev.langchain4j.rag.query.router.*",
                    "dev.langchain4j.store.embedding.*",
                    "dev.langchain4j.store.embedding.pgvector.*",
                    "java.util.concurrent.CompletableFuture"),
            List.of(
                    "EmbeddingStore<TextSegment> store",
                    "List<Document> documents",
                    "List<TextSegment> segments",
                    "javax.sql.DataSource dataSource"));

    private static final Assumed RERANKING = LANGCHAIN4J.and(
            List.of("dev.langchain4j.model.scoring.ScoringModel", "dev.langchain4j.model.scoring.onnx.OnnxScoringModel"),
            List.of("MagibuEmbeddingModel model"));

    private static final Assumed SPRING_AI = PLAIN.and(
            List.of(
                    "ai.magibu.springai.*",
                    "io.micrometer.observation.ObservationRegistry",
                    "org.springframework.ai.document.Document",
                    "org.springframework.ai.embedding.*",
                    "org.springframework.ai.vectorstore.SearchRequest",
                    "org.springframework.ai.vectorstore.pgvector.PgVectorStore",
                    "org.springframework.jdbc.core.JdbcTemplate"),
            List.of(
                    "MagibuEmbeddingModel model",
                    "PgVectorStore store",
                    "ObservationRegistry observationRegistry",
                    "JdbcTemplate jdbcTemplate",
                    "List<Document> documents"));

    private static final Assumed SPRING_BOOT = PLAIN.and(
            List.of(
                    "ai.magibu.langchain4j.MagibuEmbeddingModel",
                    "ai.magibu.spring.boot.*",
                    "dev.langchain4j.data.segment.TextSegment",
                    "dev.langchain4j.model.embedding.EmbeddingModel",
                    "dev.langchain4j.store.embedding.*",
                    "org.springframework.beans.factory.annotation.Qualifier",
                    "org.springframework.context.annotation.*",
                    "org.springframework.stereotype.Service",
                    "org.springframework.web.bind.annotation.*",
                    "reactor.core.publisher.Mono"),
            List.of());

    private static final Assumed DEV_POSTGRES = PLAIN.and(
            List.of(
                    "ai.magibu.dev.postgres.DevPostgres",
                    "dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore",
                    "org.junit.jupiter.api.*",
                    "org.springframework.boot.test.context.TestConfiguration",
                    "org.springframework.context.annotation.Bean"),
            List.of());

    private static final Assumed DOCUMENTS = PLAIN.and(
            List.of("ai.magibu.documents.*", "dev.langchain4j.data.document.Document"), List.of());

    private static final Assumed CACHE = PLAIN.and(
            List.of(
                    "ai.magibu.cache.*",
                    "ai.magibu.cache.embedder.CachedEmbedder",
                    "ai.magibu.cache.springai.CachedEmbeddingModel",
                    "ai.magibu.langchain4j.MagibuEmbeddingModel",
                    "dev.langchain4j.data.document.Document",
                    "dev.langchain4j.data.segment.TextSegment",
                    "dev.langchain4j.model.embedding.EmbeddingModel",
                    "dev.langchain4j.store.embedding.*",
                    "io.micrometer.core.instrument.MeterRegistry",
                    "java.time.*",
                    "javax.sql.DataSource",
                    "org.springframework.beans.factory.ObjectProvider",
                    "org.springframework.context.annotation.*"),
            List.of(
                    "CachedEmbeddingModel cached",
                    "DataSource dataSource",
                    "EmbeddingStore<TextSegment> store",
                    "List<Document> documents",
                    "MagibuEmbeddingModel model",
                    "MeterRegistry registry",
                    "PostgresCache cache"));

    private static final Assumed SPARK = new Assumed(
            List.of("ai.magibu.spark.*", "ai.magibu.spark.pgvector.*", "org.apache.spark.sql.*", "org.apache.spark.sql.streaming.*"),
            List.of(
                    "SparkSession spark",
                    "Dataset<Row> passages",
                    "Dataset<Row> tasks",
                    "Dataset<Row> vectors",
                    "java.util.Properties login"));

    /** For pages whose examples are complete files. */
    private static final Assumed COMPLETE = new Assumed(List.of(), List.of());

    static Assumed on(String page) {
        return switch (page) {
            case "docs/how-to/dev-postgres.md" -> DEV_POSTGRES;
            case "README.md", "docs/how-to/langchain4j.md", "docs/how-to/search-in-postgresql.md" -> LANGCHAIN4J;
            case "docs/how-to/cache-embeddings.md" -> CACHE;
            case "docs/how-to/embed-with-spark.md" -> SPARK;
            case "docs/how-to/evaluate.md" -> EVALUATION;
            case "docs/how-to/read-files.md" -> DOCUMENTS;
            case "docs/how-to/rerank.md" -> RERANKING;
            case "docs/how-to/spring-ai.md" -> SPRING_AI;
            case "docs/how-to/spring-boot.md" -> SPRING_BOOT;
            case "docs/tutorial/first-search.md", "docs/tutorial/first-rag.md" -> COMPLETE;
            default -> PLAIN;
        };
    }

    private Assumed and(List<String> morePackages, List<String> moreVariables) {
        return new Assumed(
                Stream.concat(packages.stream(), morePackages.stream()).toList(),
                Stream.concat(variables.stream(), moreVariables.stream()).toList());
    }

    String imports() {
        return packages.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining());
    }

    String aroundStatements(String statements) {
        return "class Example {\n"
                + variables.stream().map(variable -> "    " + variable + ";\n").collect(Collectors.joining())
                + "    void example() throws Exception {\n" + statements.indent(8) + "    }\n}\n";
    }
}
