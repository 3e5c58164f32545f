/** The files of results: mteb's format, and what it has no place for. */
@NullMarked
package ai.magibu.evaluation.internal.result;

import org.jspecify.annotations.NullMarked;
