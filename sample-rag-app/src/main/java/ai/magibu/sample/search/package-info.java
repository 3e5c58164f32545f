/** From a question to the passages nearest to it. */
@NullMarked
package ai.magibu.sample.search;

import org.jspecify.annotations.NullMarked;
