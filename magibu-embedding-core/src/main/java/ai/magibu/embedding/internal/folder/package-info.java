/** A model's folder before its files are read: the files that make a model, and whether they change in the meantime. */
@NullMarked
package ai.magibu.embedding.internal.folder;

import org.jspecify.annotations.NullMarked;
