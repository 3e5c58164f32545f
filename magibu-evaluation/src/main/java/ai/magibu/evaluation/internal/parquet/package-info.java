/** The connection to DuckDB, which reads and writes Parquet files. */
@NullMarked
package ai.magibu.evaluation.internal.parquet;

import org.jspecify.annotations.NullMarked;
