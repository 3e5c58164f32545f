/** Texts to vectors: each distinct text once, longest first, kept on disk. */
@NullMarked
package ai.magibu.evaluation.internal.encode;

import org.jspecify.annotations.NullMarked;
