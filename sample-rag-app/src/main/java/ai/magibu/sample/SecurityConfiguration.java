package ai.magibu.sample;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/** A login if {@code spring.security.user.password} is set, and otherwise for this machine alone. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "same-origin", "Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Resource-Policy", "same-origin");

    @Bean
    SecurityFilterChain security(HttpSecurity http, @Value("${spring.security.user.password:}") String password, ServerProperties server) {
        if (password.isEmpty() && (server.getAddress() == null || !server.getAddress().isLoopbackAddress())) {
            throw new IllegalStateException("Others can reach it. Set spring.security.user.password or server.address=127.0.0.1.");
        }
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        http.csrf(csrf -> csrf.spa().csrfTokenRepository(tokens))
                .headers(headers -> HEADERS.forEach((name, value) -> headers.addHeaderWriter(new StaticHeadersWriter(name, value))));
        if (password.isEmpty()) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
        }
        return http.authorizeHttpRequests(requests -> requests
                        .requestMatchers("/login.html", "/*.css", "/*.js", "/favicon.svg", "/error", "/actuator/health/**").permitAll()
                        .anyRequest().authenticated())
                .formLogin(form -> form.loginPage("/login.html").loginProcessingUrl("/login")
                        .successHandler((request, response, user) -> response.setStatus(204))
                        .failureHandler((request, response, e) -> response.sendError(401))).build();
    }

    /** No user, because Spring Boot would generate a password for one. */
    @Bean
    @ConditionalOnProperty(name = "spring.security.user.password", havingValue = "no login", matchIfMissing = true)
    UserDetailsService nobody() {
        return new InMemoryUserDetailsManager();
    }

    /** Refuses names that the DNS of another site gave this machine. */
    @Bean
    StrictHttpFirewall firewall(SampleProperties settings) {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(host -> settings.hosts().contains(host) || settings.hosts().contains("*"));
        return firewall;
    }
}
