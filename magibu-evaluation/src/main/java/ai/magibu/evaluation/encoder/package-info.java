/** The encoders that can be evaluated: Magibu's, those of LangChain4j and Spring AI, and vectors that were stored before. */
@NullMarked
package ai.magibu.evaluation.encoder;

import org.jspecify.annotations.NullMarked;
