/** Texts with a teacher's vectors: sharded Parquet files, and the table that training reads. */
@NullMarked
package ai.magibu.adaptation.internal.vectors;

import org.jspecify.annotations.NullMarked;
