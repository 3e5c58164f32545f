package ai.magibu.sample.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Lets a client try only so many wrong passwords, by the form and by HTTP Basic together. */
final class LimitedLogin implements AuthenticationProvider {

    private static final Logger log = LoggerFactory.getLogger(LimitedLogin.class);

    private final AuthenticationProvider users;
    private final RateLimits limits;

    LimitedLogin(AuthenticationProvider users, RateLimits limits) {
        this.users = users;
        this.limits = limits;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String address = attempt.getDetails() instanceof WebAuthenticationDetails web ? web.getRemoteAddress() : "";
        Client client = Client.at(address);
        long wait = limits.secondsToWait(Limit.FAILED_LOGIN, client);
        if (wait > 0) {
            throw new TooManyAttemptsException(wait);
        }
        try {
            return users.authenticate(attempt);
        } catch (BadCredentialsException e) {
            limits.count(Limit.FAILED_LOGIN, client);
            log.warn("A login from {} failed", client.name()); // without the user: it may be the password, mistyped
            throw e;
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return users.supports(authentication);
    }
}
