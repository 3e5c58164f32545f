/** The commands {@code download} and {@code cache}. */
@NullMarked
package ai.magibu.cli.cache;

import org.jspecify.annotations.NullMarked;
