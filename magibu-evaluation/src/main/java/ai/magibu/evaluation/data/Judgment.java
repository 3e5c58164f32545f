package ai.magibu.evaluation.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A judgment about the relevance of a document to a query.
 *
 * @param grade the relevance; 0 and below mean not relevant
 */
record Judgment(String query, String document, int grade) {

    /** Returns the grades by query and document. The last of equal judgments counts. */
    static Map<String, Map<String, Integer>> grades(List<Judgment> judgments) {
        Map<String, Map<String, Integer>> grades = new HashMap<>();
        for (Judgment judgment : judgments) {
            grades.computeIfAbsent(judgment.query, query -> new HashMap<>()).put(judgment.document, judgment.grade);
        }
        return grades;
    }
}
