/** The decorator of LangChain4j's embedding models. */
@NullMarked
package ai.magibu.cache.langchain4j;

import org.jspecify.annotations.NullMarked;
