package ai.magibu.sample.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may use the application.
 *
 * @param user The name to log in with. If not set, there is no login, and the application is for this machine alone.
 * @param password Plain, of 8 characters at least, or encoded, such as {bcrypt}$2a$…. Set it by the environment variable
 *     SAMPLE_SECURITY_PASSWORD, not in a file.
 * @param login Set to none to run without a login where others reach the application: behind a proxy that authenticates.
 * @param hosts Host names by which the application may be called, besides localhost and IP addresses. If not set: any where
 *     there is a login, no other where there is none.
 * @param limits How much one client (an address) may do.
 */
@ConfigurationProperties("sample.security")
record SecurityProperties(
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("auto") Login login,
        @DefaultValue List<String> hosts,
        @DefaultValue Limits limits) {

    enum Login {
        /** With a user a login; without one none, for this machine alone. */
        AUTO,
        NONE
    }

    /**
     * A minute's worth may come at once; beyond that the answer is 429. All from 1.
     *
     * @param searches Searches in a minute. One who types causes about three a second.
     * @param asks Questions in a minute.
     * @param uploads Uploads in a minute.
     * @param failedLogins Wrong passwords in a minute.
     * @param openRequests Questions being answered and event streams, at one time.
     * @param clients How many clients are remembered.
     */
    record Limits(
            @DefaultValue("600") int searches,
            @DefaultValue("60") int asks,
            @DefaultValue("600") int uploads,
            @DefaultValue("10") int failedLogins,
            @DefaultValue("50") int openRequests,
            @DefaultValue("10000") int clients) {

        Limits {
            for (int limit : new int[] {searches, asks, uploads, failedLogins, openRequests, clients}) {
                if (limit < 1) {
                    throw new IllegalArgumentException("a limit under sample.security.limits is below 1: " + limit);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "SecurityProperties[user=" + user + ", login=" + login + ", hosts=" + hosts + "]"; // without the password
    }
}
