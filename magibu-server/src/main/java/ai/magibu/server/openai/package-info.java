/** The protocol of OpenAI: {@code /v1/embeddings} and {@code /v1/models}. */
@NullMarked
package ai.magibu.server.openai;

import org.jspecify.annotations.NullMarked;
