package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.magibu.embedding.test.TinyModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {

    @Test
    void thePassageItselfIsTheBestHit() {
        try (Search search = new Search(TinyModel.folder().toString())) {
            List<Search.Hit> hits = search.find("Türkiye'nin başkenti Ankara'dır.");

            assertEquals(4, hits.size());
            assertEquals("Türkiye'nin başkenti Ankara'dır.", hits.get(0).passage());
        }
    }
}
