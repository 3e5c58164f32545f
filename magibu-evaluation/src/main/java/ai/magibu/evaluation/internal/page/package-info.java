/** A page of text, tables and bars, and its two forms: HTML and Markdown. */
@NullMarked
package ai.magibu.evaluation.internal.page;

import org.jspecify.annotations.NullMarked;
