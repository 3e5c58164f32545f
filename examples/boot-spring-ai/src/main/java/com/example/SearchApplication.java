package com.example;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.springai.TurkishSentenceTextSplitter;
import java.util.List;
import java.util.Map;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
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
    VectorStore store(EmbeddingModel model) {
        return SimpleVectorStore.builder(model).build(); // with spring-ai-starter-vector-store-pgvector, remove this bean
    }

    /** The two requests. A chat model answers from the same store: {@code QuestionAnswerAdvisor.builder(store)}. */
    @RestController
    static class Requests {

        private final VectorStore store;
        private final TurkishSentenceTextSplitter splitter;

        Requests(VectorStore store, MagibuEmbedder embedder) {
            this.store = store;
            this.splitter = new TurkishSentenceTextSplitter(160, 40, embedder);
        }

        @PostMapping("/documents")
        void add(@RequestBody TitledText document) {
            store.add(splitter.split(List.of(new Document(document.text(), Map.of("title", document.title())))));
        }

        @GetMapping("/search")
        List<String> search(@RequestParam String question) {
            return store.similaritySearch(SearchRequest.builder().query(question).topK(3).build()).stream()
                    .map(Document::getText)
                    .toList();
        }
    }

    record TitledText(String title, String text) {}
}
