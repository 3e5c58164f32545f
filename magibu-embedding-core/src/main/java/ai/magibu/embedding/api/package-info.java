/** Inputs, options, results and exceptions. */
@NullMarked
package ai.magibu.embedding.api;

import org.jspecify.annotations.NullMarked;
