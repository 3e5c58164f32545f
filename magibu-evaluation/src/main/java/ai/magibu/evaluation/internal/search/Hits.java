package ai.magibu.evaluation.internal.search;

/**
 * The best documents of a query, best first.
 *
 * @param documents their rows in the table of documents
 * @param scores their cosines, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // a thousand of each per query; never compared
public record Hits(int[] documents, float[] scores) {}
