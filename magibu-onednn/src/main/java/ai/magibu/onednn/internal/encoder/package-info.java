/** The computation of a model: from the token ids of a batch to its vectors, on several threads. */
@NullMarked
package ai.magibu.onednn.internal.encoder;

import org.jspecify.annotations.NullMarked;
