/**
 * From a question to the passages that have to do with it: {@code store} finds chunks by vectors and by words;
 * {@code ReciprocalRankFusion} joins the two lists, {@code PassageJoiner} makes passages of neighbours, {@code Reranker} orders
 * them anew where there is a model for it, and {@code Highlighter} marks the question's words.
 */
@NullMarked
package ai.magibu.sample.search;

import org.jspecify.annotations.NullMarked;
