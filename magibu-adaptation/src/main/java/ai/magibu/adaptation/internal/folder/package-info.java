/** Folders of SentenceTransformers models. */
@NullMarked
package ai.magibu.adaptation.internal.folder;

import org.jspecify.annotations.NullMarked;
