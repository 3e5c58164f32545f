/** The queue of files that are to become documents: in the database, so that a crash loses none and leaves no half of one. */
@NullMarked
package ai.magibu.sample.ingest;

import org.jspecify.annotations.NullMarked;
