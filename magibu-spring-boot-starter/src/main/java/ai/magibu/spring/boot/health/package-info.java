/** The component {@code magibu} of {@code /actuator/health}. */
@NullMarked
package ai.magibu.spring.boot.health;

import org.jspecify.annotations.NullMarked;
