/** Reasons of failures of files, for messages. */
@NullMarked
package ai.magibu.evaluation.internal.file;

import org.jspecify.annotations.NullMarked;
