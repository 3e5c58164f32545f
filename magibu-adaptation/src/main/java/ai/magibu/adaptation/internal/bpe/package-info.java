/** Byte-pair encoding: segmentation, pruning and continued training of ranked merges. Knows no file format. */
@NullMarked
package ai.magibu.adaptation.internal.bpe;

import org.jspecify.annotations.NullMarked;
