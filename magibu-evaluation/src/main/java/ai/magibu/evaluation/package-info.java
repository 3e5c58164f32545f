/** Evaluates an encoder: on the tasks of TR-MTEB, on a user's own questions and documents, and on a user's own pairs. */
@NullMarked
package ai.magibu.evaluation;

import org.jspecify.annotations.NullMarked;
