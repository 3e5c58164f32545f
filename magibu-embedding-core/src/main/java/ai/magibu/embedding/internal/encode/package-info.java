/** The way of a call: texts, tokens, batches, vectors. */
@NullMarked
package ai.magibu.embedding.internal.encode;

import org.jspecify.annotations.NullMarked;
