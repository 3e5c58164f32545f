/** The command {@code search}. */
@NullMarked
package ai.magibu.cli.search;

import org.jspecify.annotations.NullMarked;
