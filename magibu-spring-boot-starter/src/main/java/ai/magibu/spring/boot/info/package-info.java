/** The part {@code magibu} of {@code /actuator/info}. */
@NullMarked
package ai.magibu.spring.boot.info;

import org.jspecify.annotations.NullMarked;
