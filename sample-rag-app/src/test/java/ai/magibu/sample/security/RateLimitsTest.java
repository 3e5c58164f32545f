package ai.magibu.sample.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Who counts as one client, and how much one may do. */
class RateLimitsTest {

    private static final Client CLIENT = Client.at("203.0.113.1");

    private final RateLimits limits = new RateLimits(new SecurityProperties.Limits(3, 60, 1, 2, 2, 100));

    @Test
    void aMinutesWorthMayComeAtOnce_andThenTheClientWaitsForTheNext() {
        for (int i = 0; i < 3; i++) {
            assertThat(limits.take(Limit.SEARCH, CLIENT)).isZero();
        }
        assertThat(limits.take(Limit.SEARCH, CLIENT)).isBetween(18L, 20L); // one of three in a minute
        assertThat(limits.take(Limit.ASK, CLIENT)).as("another limit").isZero();
        assertThat(limits.take(Limit.SEARCH, Client.at("203.0.113.2"))).as("another client").isZero();
    }

    @Test
    void whatIsCountedAfterwardsMayGoBeyondTheLimit_andIsWaitedForAsWell() {
        assertThat(limits.secondsToWait(Limit.FAILED_LOGIN, CLIENT)).isZero();
        for (int i = 0; i < 4; i++) {
            limits.count(Limit.FAILED_LOGIN, CLIENT);
        }
        assertThat(limits.secondsToWait(Limit.FAILED_LOGIN, CLIENT)).isBetween(88L, 90L); // two of two too many, and one more
    }

    @Test
    void anIpv6NetworkIsOneClient() {
        assertThat(Client.at("2001:db8:1:2::1")).isEqualTo(Client.at("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertThat(Client.at("2001:db8:1:2::1")).isNotEqualTo(Client.at("2001:db8:1:3::1"));
        assertThat(Client.at("203.0.113.1")).isNotEqualTo(Client.at("203.0.113.2"));
        assertThat(Client.at("not:an:address").name()).isEqualTo("not:an:address");
        assertThat(Client.at("a".repeat(10_000)).name()).hasSize(64);
    }

    @Test
    void onlySoManyAreOpenAtATime() {
        OpenRequests open = new OpenRequests(2);
        assertThat(open.tryOpen(CLIENT)).isTrue();
        assertThat(open.tryOpen(CLIENT)).isTrue();
        assertThat(open.tryOpen(CLIENT)).isFalse();
        assertThat(open.tryOpen(Client.at("203.0.113.2"))).isTrue();
        open.close(CLIENT);
        assertThat(open.tryOpen(CLIENT)).isTrue();
        open.close(CLIENT);
        open.close(CLIENT);
        assertThat(open.tryOpen(CLIENT)).isTrue();
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertThatThrownBy(() -> new SecurityProperties.Limits(0, 1, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sample.security.limits");
    }
}
