package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.test.TinyModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SearchApplicationTest {

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void model(DynamicPropertyRegistry properties) {
        properties.add("magibu.embedding.model", () -> TinyModel.SOURCE);
        properties.add("magibu.embedding.cache-directory", () -> TinyModel.cacheDirectory().toString());
    }

    @Test
    void findsWhatWasStored() {
        RestClient client = RestClient.create("http://localhost:" + port);
        client.post()
                .uri("/documents")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("title", "Van", "text", "Van Gölü'nün suyu sodalı olduğu için kışın donmaz."))
                .retrieve()
                .toBodilessEntity();

        List<String> found = client.get()
                .uri("/search?question={question}", "Van Gölü neden donmaz?")
                .retrieve()
                .body(new ParameterizedTypeReference<List<String>>() {});

        assertThat(found).containsExactly("Van Gölü'nün suyu sodalı olduğu için kışın donmaz.");
    }
}
