/** The commands {@code export}, {@code info} and {@code tokens}. */
@NullMarked
package ai.magibu.cli.model;

import org.jspecify.annotations.NullMarked;
