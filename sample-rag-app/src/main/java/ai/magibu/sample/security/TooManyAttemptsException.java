package ai.magibu.sample.security;

import org.springframework.security.core.AuthenticationException;

/** The client tried to log in too often; whether the password was right this time is not looked at. */
final class TooManyAttemptsException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final long secondsToWait;

    TooManyAttemptsException(long secondsToWait) {
        super("too many attempts");
        this.secondsToWait = secondsToWait;
    }

    long secondsToWait() {
        return secondsToWait;
    }
}
