package com.example;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.langchain4j.MagibuIngestor;
import ai.magibu.langchain4j.MagibuTokenCountEstimator;
import ai.magibu.langchain4j.TurkishSentenceSplitter;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stores documents and finds their passages by meaning. The starter makes the embedder and the {@code EmbeddingModel}. */
@SpringBootApplication
public class SearchApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(SearchApplication.class, arguments);
    }

    @Bean
    EmbeddingStore<TextSegment> store() {
        return new InMemoryEmbeddingStore<>(); // or PgVectorEmbeddingStore
    }

    @Bean
    MagibuIngestor ingestor(MagibuEmbedder embedder, EmbeddingStore<TextSegment> store) {
        return MagibuIngestor.builder()
                .documentSplitter(new TurkishSentenceSplitter(160, 40, new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT)))
                .embedder(embedder)
                .embeddingStore(store)
                .build();
    }

    @Bean
    ContentRetriever retriever(EmbeddingModel model, EmbeddingStore<TextSegment> store) {
        return EmbeddingStoreContentRetriever.builder()
                .embeddingModel(model)
                .embeddingInputType(EmbeddingInputType.QUERY)
                .embeddingStore(store)
                .maxResults(3)
                .build();
    }

    /** The two requests. A chat model answers from the same retriever: {@code AiServices.builder(…).contentRetriever(retriever)}. */
    @RestController
    static class Requests {

        private final MagibuIngestor ingestor;
        private final ContentRetriever retriever;

        Requests(MagibuIngestor ingestor, ContentRetriever retriever) {
            this.ingestor = ingestor;
            this.retriever = retriever;
        }

        @PostMapping("/documents")
        void add(@RequestBody TitledText document) {
            ingestor.ingest(List.of(Document.from(document.text(), Metadata.from("title", document.title()))));
        }

        @GetMapping("/search")
        List<String> search(@RequestParam String question) {
            return retriever.retrieve(Query.from(question)).stream().map(content -> content.textSegment().text()).toList();
        }
    }

    record TitledText(String title, String text) {}
}
