/** The command line: each command parses its options, calls the core and returns an exit code. */
@NullMarked
package ai.magibu.cli;

import org.jspecify.annotations.NullMarked;
