/** Step 7 of 8: text becomes token ids, by the model's own tokenizer. */
@NullMarked
package ai.magibu.embedding.tokenize;

import org.jspecify.annotations.NullMarked;
