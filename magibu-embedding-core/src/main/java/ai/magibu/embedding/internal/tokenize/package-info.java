/** Text becomes token ids, by the model's own tokenizer. */
@NullMarked
package ai.magibu.embedding.internal.tokenize;

import org.jspecify.annotations.NullMarked;
