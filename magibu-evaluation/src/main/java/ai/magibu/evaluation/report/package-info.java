/** Reports as Markdown and as one HTML page. */
@NullMarked
package ai.magibu.evaluation.report;

import org.jspecify.annotations.NullMarked;
