/** Writes datasets into tables of PostgreSQL with pgvector: binary COPY, in short transactions that may be repeated. */
@NullMarked
package ai.magibu.spark.pgvector;

import org.jspecify.annotations.NullMarked;
