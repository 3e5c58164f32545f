/** What file systems and files report when they fail. */
@NullMarked
package ai.magibu.evaluation.internal.file;

import org.jspecify.annotations.NullMarked;
