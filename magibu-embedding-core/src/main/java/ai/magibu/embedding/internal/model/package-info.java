/** A published model whose every tensor has been checked against its configuration. */
@NullMarked
package ai.magibu.embedding.internal.model;

import org.jspecify.annotations.NullMarked;
