/** From a file to stored chunks: read, split, embed, store. */
@NullMarked
package ai.magibu.sample.documents;

import org.jspecify.annotations.NullMarked;
