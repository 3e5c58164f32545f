package ai.magibu.sample;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/** Requires a login if {@code spring.security.user.password} is set; otherwise only this machine has access. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "same-origin", "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Resource-Policy", "same-origin");

    @Bean
    SecurityFilterChain security(HttpSecurity http, @Value("${spring.security.user.password:}") String password, ServerProperties server) {
        if (password.isEmpty() && (server.getAddress() == null || !server.getAddress().isLoopbackAddress())) {
            throw new InvalidConfigurationPropertyValueException("server.address", server.getAddress(),
                    "Other machines can reach it. Set spring.security.user.name and spring.security.user.password for a login.");
        }
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        http.csrf(csrf -> csrf.spa().csrfTokenRepository(tokens))
                .headers(headers -> HEADERS.forEach((name, value) -> headers.addHeaderWriter(new StaticHeadersWriter(name, value))))
                .authorizeHttpRequests(requests -> requests.requestMatchers(password.isEmpty()
                        ? new String[] {"/**"} : new String[] {"/", "/*.*", "/error", "/actuator/health/**"}).permitAll() // no data
                        .anyRequest().authenticated());
        return password.isEmpty() ? http.build() : http // the page shows the login after a 401
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, e) -> response.sendError(401)))
                .formLogin(form -> form.loginPage("/login.html").loginProcessingUrl("/login")
                        .successHandler((request, response, user) -> response.setStatus(204))
                        .failureHandler((request, response, e) -> response.sendError(401)))
                .build();
    }

    @Bean // no user; otherwise Spring Boot generates a password
    @ConditionalOnProperty(name = "spring.security.user.password", havingValue = "\0", matchIfMissing = true)
    InMemoryUserDetailsManager users() {
        return new InMemoryUserDetailsManager();
    }

    @Bean // without a login, reject other host names: they may come from another site's DNS
    StrictHttpFirewall firewall(@Value("${spring.security.user.password:}") String password) {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(host -> !password.isEmpty() || host.matches("(?i)localhost|127\\.0\\.0\\.1|\\[::1]"));
        return firewall;
    }
}
