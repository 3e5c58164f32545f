package ai.magibu.evaluation.task;

import java.util.List;
import java.util.Map;

/**
 * Documents, queries and the documents that are relevant to each query.
 *
 * @param documentIds the ids of the documents
 * @param documents the texts of the documents
 * @param queryIds the ids of the queries
 * @param queries the texts of the queries
 * @param qrels the grade of each relevant document by query id and document id; 0 and below mean not relevant
 * @param ignoreIdenticalIds whether a document with the id of the query is left out of the query's results
 */
public record RetrievalSet(List<String> documentIds, List<String> documents, List<String> queryIds, List<String> queries,
        Map<String, Map<String, Integer>> qrels, boolean ignoreIdenticalIds) implements TaskData {}
