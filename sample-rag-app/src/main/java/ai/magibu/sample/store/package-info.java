/** The vectors: LangChain4j's pgvector store on a table that Flyway made, and the guard against mixing two models' vectors. */
@NullMarked
package ai.magibu.sample.store;

import org.jspecify.annotations.NullMarked;
