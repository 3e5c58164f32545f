package com.example;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Embeds a few passages once, then ranks them for each question: {@code Search [MODEL] [QUESTION...]}. */
public final class Search {

    private static final List<String> PASSAGES = List.of(
            "Türkiye'nin başkenti Ankara'dır.",
            "Van Gölü'nün suyu sodalı olduğu için kışın donmaz.",
            "İstanbul Boğazı, Karadeniz ile Marmara Denizi'ni birleştirir.",
            "Damıtma, büyük bir modelin bilgisini küçük bir modele aktarır.");

    private final MagibuEmbedder embedder;
    private final List<float[]> vectors;

    Search(MagibuEmbedder embedder) {
        this.embedder = embedder;
        this.vectors = embedder.encodeDocument(PASSAGES);
    }

    /** Returns the passages, the most similar one first. */
    List<Hit> find(String question) {
        float[] query = embedder.encodeQuery(question);
        return IntStream.range(0, PASSAGES.size())
                .mapToObj(i -> new Hit(PASSAGES.get(i), MagibuEmbedder.similarity(query, vectors.get(i))))
                .sorted(Comparator.comparingDouble(Hit::score).reversed())
                .toList();
    }

    /** A passage and its cosine similarity to the question, from -1 to 1. */
    record Hit(String passage, float score) {}

    public static void main(String[] arguments) {
        String model = arguments.length > 0 ? arguments[0] : "alibayram/embeddingmagibu-200m";
        List<String> questions =
                arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : List.of("Van Gölü neden donmaz?");
        try (MagibuEmbedder embedder = MagibuEmbedder.builder().model(model).load()) { // a folder, or downloaded once
            Search search = new Search(embedder);
            for (String question : questions) {
                System.out.println(question);
                search.find(question).forEach(hit -> System.out.printf(Locale.ROOT, "  %.3f  %s%n", hit.score(), hit.passage()));
            }
        }
    }
}
