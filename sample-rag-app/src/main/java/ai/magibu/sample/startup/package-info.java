/** What goes wrong before the application is up, told with what to do about it. */
@NullMarked
package ai.magibu.sample.startup;

import org.jspecify.annotations.NullMarked;
