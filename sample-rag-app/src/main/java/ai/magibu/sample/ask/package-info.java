/** From passages to an answer with citations, where a chat model is configured. */
@NullMarked
package ai.magibu.sample.ask;

import org.jspecify.annotations.NullMarked;
