/** Parquet files, read and written by DuckDB. */
@NullMarked
package ai.magibu.adaptation.internal.parquet;

import org.jspecify.annotations.NullMarked;
