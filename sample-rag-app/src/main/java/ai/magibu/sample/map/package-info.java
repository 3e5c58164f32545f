/** The chunks' vectors in two dimensions, to look at. */
@NullMarked
package ai.magibu.sample.map;

import org.jspecify.annotations.NullMarked;
