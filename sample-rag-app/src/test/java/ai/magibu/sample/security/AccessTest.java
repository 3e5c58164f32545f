package ai.magibu.sample.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.sample.security.SecurityProperties.Login;
import ai.magibu.sample.startup.StartupProblem;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Who is let in, by the settings: nobody from outside without a login, unless it is said so. */
class AccessTest {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String ALL = "0.0.0.0";
    private static final String TOO_LONG =
            "longer than the 72 bytes that bcrypt would read of it, and therefore refused at the start";
    private static final SecurityProperties.Limits LIMITS = new SecurityProperties.Limits(1, 1, 1, 1, 1, 1);

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();

    @ParameterizedTest
    @ValueSource(strings = {LOOPBACK, "::1", "127.1.2.3"})
    void openToThisMachineAlone_withoutALogin(String address) throws Exception {
        assertThat(access(null, null, Login.AUTO, List.of(), address).needsLogin()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, "::", "192.168.1.10", ""})
    void refusesToStart_whereOthersReachItAndThereIsNoLogin(String address) {
        assertThatThrownBy(() -> access(null, null, Login.AUTO, List.of(), address))
                .isInstanceOfSatisfying(StartupProblem.class, problem -> assertThat(problem.action())
                        .contains("SAMPLE_SECURITY_PASSWORD", "sample.security.user", "server.address=127.0.0.1",
                                "sample.security.login=none"));
    }

    @Test
    void refusesToStart_whereOnlyTheManagementPortIsOpen() {
        assertThatThrownBy(() -> access(null, null, Login.AUTO, List.of(), LOOPBACK, ""))
                .isInstanceOf(StartupProblem.class)
                .hasMessageContaining("management.server.address");
    }

    @Test
    void startsOpen_whereThatIsSaid() throws Exception {
        assertThat(access(null, null, Login.NONE, List.of(), ALL).needsLogin()).isFalse();
    }

    @Test
    void startsWithALogin_whereOthersReachIt() throws Exception {
        Access access = access("ayşe", "gizli-sözcük", Login.AUTO, List.of(), ALL);
        assertThat(access.needsLogin()).isTrue();
        assertThat(access.user().getUsername()).isEqualTo("ayşe");
        assertThat(access.user().getPassword()).startsWith("{bcrypt}");
        assertThat(encoder.matches("gizli-sözcük", access.user().getPassword())).isTrue();
    }

    @Test
    void takesAnEncodedPassword() throws Exception {
        String encoded = encoder.encode("gizli-sözcük");
        assertThat(access("ayşe", encoded, Login.AUTO, List.of(), ALL).user().getPassword()).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kısa", "{rot13}tvmyv-fömpüx", "{gizli-sözcük", TOO_LONG})
    void refusesAPasswordThatCannotBe_andDoesNotTellIt(String password) {
        assertThatThrownBy(() -> access("ayşe", password, Login.AUTO, List.of(), LOOPBACK))
                .isInstanceOfSatisfying(StartupProblem.class, problem -> {
                    assertThat(problem.action()).contains("SAMPLE_SECURITY_PASSWORD").doesNotContain(password);
                    assertThat(problem.getMessage()).doesNotContain(password);
                    assertThat(problem.getCause()).isNull();
                });
    }

    @Test
    void refusesHalfALogin() {
        assertThatThrownBy(() -> access("ayşe", "", Login.AUTO, List.of(), LOOPBACK)).isInstanceOf(StartupProblem.class);
        assertThatThrownBy(() -> access("", "gizli-sözcük", Login.AUTO, List.of(), LOOPBACK))
                .isInstanceOf(StartupProblem.class)
                .hasMessageNotContaining("gizli");
        assertThatThrownBy(() -> access("ayşe", "gizli-sözcük", Login.NONE, List.of(), LOOPBACK))
                .isInstanceOf(StartupProblem.class);
    }

    @Test
    void withoutALogin_isKnownByTheNamesOfThisMachineAndThoseConfigured() throws Exception {
        Access access = access(null, null, Login.AUTO, List.of("Belgeler.Example"), LOOPBACK);
        assertThat(List.of("localhost", "LOCALHOST", "127.0.0.1", "[::1]", "::1", "belgeler.example")).allMatch(access::knows);
        assertThat(List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "1.2.3.4.5", "abc", ""))
                .noneMatch(access::knows);
    }

    @Test
    void withALogin_isKnownByAnyName_unlessSomeAreConfigured() throws Exception {
        assertThat(access("ayşe", "gizli-sözcük", Login.AUTO, List.of(), ALL).knows("belgeler.example")).isTrue();
        Access named = access("ayşe", "gizli-sözcük", Login.AUTO, List.of("belgeler.example"), ALL);
        assertThat(named.knows("belgeler.example")).isTrue();
        assertThat(named.knows("evil.example")).isFalse();
    }

    @Test
    void propertiesDoNotTellThePassword() {
        assertThat(new SecurityProperties("ayşe", "gizli-sözcük", Login.AUTO, List.of(), LIMITS).toString())
                .contains("ayşe")
                .doesNotContain("gizli");
    }

    private Access access(@Nullable String user, @Nullable String password, Login login, List<String> hosts, String... addresses)
            throws Exception {
        List<@Nullable InetAddress> bound = Arrays.asList(new InetAddress[addresses.length]);
        for (int i = 0; i < addresses.length; i++) {
            bound.set(i, addresses[i].isEmpty() ? null : InetAddress.getByName(addresses[i]));
        }
        return Access.of(new SecurityProperties(user, password, login, hosts, LIMITS), bound, encoder);
    }
}
