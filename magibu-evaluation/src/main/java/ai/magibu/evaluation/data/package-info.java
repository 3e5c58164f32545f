/** Reads the data of tasks, and a user's own data, from the hub and from folders. */
@NullMarked
package ai.magibu.evaluation.data;

import org.jspecify.annotations.NullMarked;
