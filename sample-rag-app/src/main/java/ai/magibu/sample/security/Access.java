package ai.magibu.sample.security;

import ai.magibu.sample.security.SecurityProperties.Login;
import ai.magibu.sample.startup.StartupProblem;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.StringUtils;

/**
 * Who may use the application, decided when it starts.
 *
 * @param user who may log in; null where nobody needs to
 * @param hosts the names by which it may be called, in lower case; null for any
 */
record Access(@Nullable UserDetails user, @Nullable Set<String> hosts) {

    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 72; // bytes: bcrypt reads no more

    private static final String SET_BOTH = "Set sample.security.user and the environment variable SAMPLE_SECURITY_PASSWORD";

    /**
     * @param addresses what the application's ports are bound to; null for all the machine's addresses
     * @throws StartupProblem for settings that contradict each other, or that would leave the application open to others
     */
    static Access of(SecurityProperties properties, List<@Nullable InetAddress> addresses, PasswordEncoder encoder) {
        boolean named = StringUtils.hasText(properties.user());
        if (named != StringUtils.hasText(properties.password())) {
            throw new StartupProblem(
                    "Of the login's user and password only the " + (named ? "user" : "password") + " is set.",
                    SET_BOTH + ", or none of them.");
        }
        if (named && properties.login() == Login.NONE) {
            throw new StartupProblem(
                    "There is a user, and sample.security.login is none.",
                    "Leave out one of the two: sample.security.user for no login, sample.security.login for one.");
        }
        boolean thisMachineAlone = addresses.stream().allMatch(address -> address != null && address.isLoopbackAddress());
        if (!named && !thisMachineAlone && properties.login() != Login.NONE) {
            throw new StartupProblem(
                    "The application would be open to everybody who reaches this machine: it listens on more than localhost"
                            + " (server.address, management.server.address) and has no login.",
                    SET_BOTH + ". Or keep it to this machine with server.address=127.0.0.1. Or, where a proxy before it"
                            + " authenticates, set sample.security.login=none.");
        }
        UserDetails user = named ? user(properties, encoder) : null;
        boolean anyHost = properties.hosts().isEmpty() && (named || !thisMachineAlone);
        return new Access(user, anyHost ? null : properties.hosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static UserDetails user(SecurityProperties properties, PasswordEncoder encoder) {
        String password = String.valueOf(properties.password());
        if (password.startsWith("{")) {
            try {
                encoder.matches("a password", password);
            } catch (IllegalArgumentException e) { // its message may have the password
                throw new StartupProblem(
                        "The password begins with { and is in no known encoding.",
                        "Set SAMPLE_SECURITY_PASSWORD to a plain password that does not begin with {, or to an encoded one,"
                                + " such as {bcrypt}$2a$….");
            }
        } else {
            if (password.length() < SHORTEST_PASSWORD
                    || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD) {
                throw new StartupProblem(
                        "The login's password is too short or too long.",
                        "Set SAMPLE_SECURITY_PASSWORD to one of at least " + SHORTEST_PASSWORD + " characters and at most "
                                + LONGEST_PASSWORD + " bytes.");
            }
            password = encoder.encode(password);
        }
        return User.withUsername(String.valueOf(properties.user())).password(password).build();
    }

    boolean needsLogin() {
        return user != null;
    }

    /**
     * Whether the application may be called by this name. A page that a user has open elsewhere could otherwise give its own
     * name this machine's address and read the answers as its own (DNS rebinding). That takes a name: an address is safe.
     */
    boolean knows(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return hosts == null || name.equals("localhost") || isAddress(name) || hosts.contains(name);
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
