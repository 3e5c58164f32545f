/** The files of a Hugging Face tokenizer: reads, checks and rewrites them; cuts texts as the tokenizer does. */
@NullMarked
package ai.magibu.adaptation.internal.tokenizer;

import org.jspecify.annotations.NullMarked;
