package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tiny model has random weights: it shows that the program works, and says nothing about which passage is best. */
class SearchTest {

    @Test
    void ranksEveryPassage() {
        try (MagibuEmbedder embedder = TinyModel.load()) {
            List<Search.Hit> hits = new Search(embedder).find("Van Gölü neden donmaz?");

            assertEquals(4, hits.stream().map(Search.Hit::passage).distinct().count());
            for (int i = 1; i < hits.size(); i++) {
                assertTrue(hits.get(i - 1).score() >= hits.get(i).score());
            }
        }
    }
}
