/** The protocol of text-embeddings-inference: {@code /embed} and {@code /info}. */
@NullMarked
package ai.magibu.server.tei;

import org.jspecify.annotations.NullMarked;
