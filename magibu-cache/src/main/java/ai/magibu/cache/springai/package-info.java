/** The decorator of Spring AI's embedding models. */
@NullMarked
package ai.magibu.cache.springai;

import org.jspecify.annotations.NullMarked;
