/** Text files, and the reasons of failures for messages. */
@NullMarked
package ai.magibu.evaluation.internal.file;

import org.jspecify.annotations.NullMarked;
