/** Turkish text before it is tokenized: sentences, and chunks made of them. Imports only {@code api}. */
@NullMarked
package ai.magibu.embedding.text;

import org.jspecify.annotations.NullMarked;
