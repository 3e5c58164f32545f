/**
 * Embeds the texts of Apache Spark datasets. {@link ai.magibu.spark.MagibuEmbedding} is a Spark ML transformer, {@link
 * ai.magibu.spark.MagibuCatalog} has the functions of SQL, {@link ai.magibu.spark.MagibuSpark} sizes tasks, and {@link
 * ai.magibu.spark.pgvector.PgVectorWriter} loads rows into pgvector.
 *
 * <p>The same classes run on Spark 3.5 to 4.2 with Scala 2.12 and 2.13, so signatures and calls have no collection of Scala's.
 */
@NullMarked
package ai.magibu.spark;

import org.jspecify.annotations.NullMarked;
