package ai.magibu.evaluation.internal.search;

import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Finds the documents with the highest cosines by comparing each query with each document. Documents with equal cosines are ordered by
 * their ids, the last first. A cosine that is not a number counts as -1. A zero vector has the cosine 0.
 *
 * <p>All processors take part, each with its own block of documents. Apart from the hits, the memory for this does not depend on the
 * number of documents or queries. Thread-safe.
 */
public final class ExactSearch {

    /** Queries that one pass over the documents answers. */
    private static final int QUERIES_PER_PASS = 1024;
    /** Queries whose products with a block of documents stay in the second-level cache. */
    private static final int QUERIES_PER_PRODUCT = 64;

    private final Vectors documents;
    private final int[] documentsByRank;
    private final int[] ranks;

    /**
     * Prepares a search.
     *
     * @param ids the id of each document
     * @throws IllegalArgumentException if there are more or fewer ids than documents
     */
    public ExactSearch(Vectors documents, List<String> ids) {
        if (ids.size() != documents.size()) {
            throw new IllegalArgumentException("There are " + documents.size() + " documents and " + ids.size() + " ids.");
        }
        this.documents = documents;
        documentsByRank = IntStream.range(0, ids.size()).boxed()
                .sorted(Comparator.comparing(ids::get, CodePointOrder.ASCENDING)).mapToInt(Integer::intValue).toArray();
        ranks = new int[ids.size()];
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[documentsByRank[rank]] = rank;
        }
    }

    /**
     * Searches for the best documents of each query.
     *
     * @param k the largest number of documents per query
     * @return the hits of each query, in the order of the queries
     * @throws IllegalArgumentException if k is not positive, or if the queries have another dimension than the documents
     */
    public List<Hits> search(Vectors queries, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("The number of documents per query is " + k + ". It must be positive.");
        }
        if (queries.size() > 0 && documents.size() > 0 && queries.dimensions() != documents.dimensions()) {
            throw new IllegalArgumentException("The queries have " + queries.dimensions() + " dimensions, the documents have "
                    + documents.dimensions() + ".");
        }
        List<Hits> hits = new ArrayList<>(queries.size());
        for (int first = 0; first < queries.size(); first += QUERIES_PER_PASS) {
            int count = Math.min(QUERIES_PER_PASS, queries.size() - first);
            for (BestHits best : pass(queries, first, count, Math.min(k, documents.size()))) {
                hits.add(best.sorted(documentsByRank));
            }
        }
        return hits;
    }

    private BestHits[] pass(Vectors queries, int first, int count, int k) {
        float[] units = UnitVectors.padded(queries, first, count, DocumentBlock.padded(queries.dimensions()));
        BestHits[] best = empty(count, k);
        AtomicInteger nextBlock = new AtomicInteger();
        IntStream.range(0, Runtime.getRuntime().availableProcessors()).parallel().forEach(worker -> {
            BestHits[] found = scan(units, count, k, nextBlock);
            synchronized (best) {
                for (int q = 0; q < count; q++) {
                    best[q].addAll(found[q]);
                }
            }
        });
        return best;
    }

    /** Takes blocks of documents until none is left. */
    private BestHits[] scan(float[] units, int count, int k, AtomicInteger nextBlock) {
        BestHits[] best = empty(count, k);
        DocumentBlock block = new DocumentBlock(documents.dimensions());
        float[][] products = new float[Math.min(count, QUERIES_PER_PRODUCT)][DocumentBlock.SIZE];
        int blocks = (documents.size() + DocumentBlock.SIZE - 1) / DocumentBlock.SIZE;
        for (int b = nextBlock.getAndIncrement(); b < blocks; b = nextBlock.getAndIncrement()) {
            int firstDocument = b * DocumentBlock.SIZE;
            int size = Math.min(DocumentBlock.SIZE, documents.size() - firstDocument);
            block.load(documents, firstDocument, size);
            for (int firstQuery = 0; firstQuery < count; firstQuery += products.length) {
                int some = Math.min(products.length, count - firstQuery);
                block.multiply(units, firstQuery, some, products);
                for (int q = 0; q < some; q++) {
                    best[firstQuery + q].offer(products[q], size, ranks, firstDocument);
                }
            }
        }
        return best;
    }

    private static BestHits[] empty(int count, int k) {
        BestHits[] best = new BestHits[count];
        for (int q = 0; q < count; q++) {
            best[q] = new BestHits(k);
        }
        return best;
    }
}
