/** A Hugging Face hub for tests. */
@NullMarked
package ai.magibu.it.hub;

import org.jspecify.annotations.NullMarked;
