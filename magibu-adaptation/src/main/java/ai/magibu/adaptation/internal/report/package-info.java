/** Reports of the steps. */
@NullMarked
package ai.magibu.adaptation.internal.report;

import org.jspecify.annotations.NullMarked;
