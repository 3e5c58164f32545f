/** The embedding model that is taken where none is configured. */
@NullMarked
package ai.magibu.sample.model;

import org.jspecify.annotations.NullMarked;
