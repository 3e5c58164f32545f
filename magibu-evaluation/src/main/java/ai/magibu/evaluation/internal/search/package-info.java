/** Exact search for the nearest vectors by cosine. */
@NullMarked
package ai.magibu.evaluation.internal.search;

import org.jspecify.annotations.NullMarked;
