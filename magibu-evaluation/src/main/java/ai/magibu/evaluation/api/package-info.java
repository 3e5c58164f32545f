/** The types that all parts of an evaluation share. */
@NullMarked
package ai.magibu.evaluation.api;

import org.jspecify.annotations.NullMarked;
