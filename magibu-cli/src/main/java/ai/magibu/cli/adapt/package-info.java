/** {@code adapt}: adapts a model to a language or a domain. */
@NullMarked
package ai.magibu.cli.adapt;

import org.jspecify.annotations.NullMarked;
